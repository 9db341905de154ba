/**
 * Event loops: one thread, one selector, and everything that is registered with it. Knows no
 * routing. Used by every other package of the router but {@code route}.
 */
package io.spillway.router.loop;
