/**
 * What happened in a run: every attempt, phase and fault, as plain values.
 *
 * <p>Pure data: no I/O, no clock, no thread. Times are nanoseconds on the run's one monotonic
 * clock, 0 at its start. {@code probe} and {@code run} write histories through {@code history.io};
 * {@code check} reads them.
 */
package io.spillway.harness.history;
