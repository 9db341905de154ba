/**
 * Which way a connection goes: the link-state database, shortest paths, and the documented
 * policies, one small class each.
 *
 * <p>Pure: no I/O, clock, thread, lock or logger, and random numbers only from a generator that is
 * passed in. Used by {@code link} and {@code stream}; uses nothing.
 */
package io.spillway.router.route;
