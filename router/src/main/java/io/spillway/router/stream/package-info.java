/**
 * Streams from their beginning to their end: a client's connection is given a destination, tried
 * again elsewhere if that fails, and relayed; a stream from another site is brought to its workload
 * or passed on. Used by the wiring in {@code router}.
 */
package io.spillway.router.stream;
