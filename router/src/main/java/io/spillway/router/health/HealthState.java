package io.spillway.router.health;

/**
 * What is known of one connector's workload. Immutable.
 *
 * @param connector the connector's name
 * @param healthy whether it is advertised; false until the first check has passed
 * @param sinceNanos since when it is so, on the clock of the router's loops
 * @param reason what the last check saw, such as {@code accepts connections} or {@code status 503}
 */
public record HealthState(String connector, boolean healthy, long sinceNanos, String reason) {}
