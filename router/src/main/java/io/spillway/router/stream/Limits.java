package io.spillway.router.stream;

/**
 * How long and how often a stream is tried.
 *
 * @param connectNanos how long one connect to a workload may take
 * @param setupNanos how long a client is kept waiting over all tries
 * @param attempts how many tries one client has, of whichever destinations, at least 1
 * @param patienceNanos how long a client waits while no routing key is reachable; 0 to tell it at
 *     once
 */
public record Limits(long connectNanos, long setupNanos, int attempts, long patienceNanos) {}
