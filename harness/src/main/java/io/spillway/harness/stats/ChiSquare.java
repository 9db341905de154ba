package io.spillway.harness.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's chi-square test of goodness of fit. An approximation that is fit for drawings and
 * advisory figures of large samples; its far tails are not to be trusted with verdicts, for which
 * there are {@link Multinomials} and {@link SequentialShares}.
 *
 * @param statistic the sum of the squared deviations, each over its expected count; at least 0
 * @param degrees of freedom: one less than there are groups
 * @param pValue the probability of a statistic this large or larger
 */
public record ChiSquare(double statistic, int degrees, double pValue) {

  /** Each group needs at least this expected count (Cochran, The chi-square test of fit, 1952). */
  public static final double LEAST_EXPECTED = 5;

  /**
   * Tests counts against shares.
   *
   * @param counts trials that fell in each group, at least two groups
   * @param shares the expected share of each group, in the same order, with a sum of 1
   * @return the result
   * @throws IllegalArgumentException if a group's expected count is below {@link #LEAST_EXPECTED},
   *     or an argument is out of its range
   */
  public static ChiSquare of(int[] counts, double[] shares) {
    if (counts.length < 2
        || counts.length != shares.length
        || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "two or more groups are needed, each with a count and a share, shares with a sum of 1: "
              + Arrays.toString(counts)
              + " for "
              + Arrays.toString(shares));
    }
    int n = Arrays.stream(counts).sum();
    double statistic = 0;
    for (int group = 0; group < counts.length; group++) {
      double expected = n * shares[group];
      if (!(expected >= LEAST_EXPECTED)) {
        throw new IllegalArgumentException(
            "chi-square needs an expected count of %s or more in each group; group %d has %s of %d"
                    .formatted(LEAST_EXPECTED, group, expected, n)
                + ": take more trials, or the exact test of Multinomials");
      }
      double deviation = counts[group] - expected;
      statistic += deviation * deviation / expected;
    }
    int degrees = counts.length - 1;
    return new ChiSquare(
        statistic, degrees, ChiSquaredDistribution.of(degrees).survivalProbability(statistic));
  }
}
