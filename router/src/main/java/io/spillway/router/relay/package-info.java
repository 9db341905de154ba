/**
 * Bytes from one socket to another: connections, buffers, and the relay with its two pumps. Knows
 * neither links nor routes. Used by {@code link} and {@code stream}.
 */
package io.spillway.router.relay;
