/**
 * Intervals, exact tests and sequential tests for proportions, and what they will be able to find
 * out: pure functions and accumulators on Commons Statistics. What is random takes its seed as an
 * argument.
 *
 * <p>Verdicts rest on {@link io.spillway.harness.stats.Binomials}, {@link
 * io.spillway.harness.stats.Multinomials} and {@link io.spillway.harness.stats.SequentialShares};
 * {@link io.spillway.harness.stats.Runs}, {@link io.spillway.harness.stats.LagOne} and {@link
 * io.spillway.harness.stats.ChiSquare} only describe. Samples are planned with {@link
 * io.spillway.harness.stats.SharesPlan} and {@link io.spillway.harness.stats.Spread}, and {@link
 * io.spillway.harness.stats.AlphaBudget} says what each verdict of a run may spend.
 */
package io.spillway.harness.stats;
