/**
 * Probers: clients of listeners that open connections as a schedule says, learn who serves each,
 * and record every attempt.
 *
 * <p>{@link io.spillway.harness.probe.Prober} is the way in. One thread drives all connections of a
 * prober, so thousands can be held and one that hangs never delays the next. {@code run} uses it;
 * it records through {@code history.io} and knows nothing of faults, rules or routers.
 */
package io.spillway.harness.probe;
