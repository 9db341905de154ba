/**
 * Intervals, exact tests and sequential tests for proportions, and what they will be able to find
 * out: pure functions and accumulators on Commons Statistics. What is random takes its seed as an
 * argument.
 *
 * <p>Verdicts rest on {@link io.spillway.harness.stats.Binomials} and {@link
 * io.spillway.harness.stats.SequentialShares}; {@link io.spillway.harness.stats.Runs} and {@link
 * io.spillway.harness.stats.LagOne} only describe, and the exact test of {@link
 * io.spillway.harness.stats.Multinomials} and {@link io.spillway.harness.stats.ChiSquare} are for
 * checks of your own. Samples are planned with {@link io.spillway.harness.stats.SharesPlan} and
 * {@link io.spillway.harness.stats.Spread}, and {@link io.spillway.harness.stats.AlphaBudget} says
 * what each verdict of a run may spend.
 */
package io.spillway.harness.stats;
