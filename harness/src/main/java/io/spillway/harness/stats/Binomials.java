package io.spillway.harness.stats;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Exact statements on one proportion: from {@code successes} out of {@code n} independent trials.
 *
 * <p>Nothing here rests on a normal approximation: the error rates that a conformance run spends
 * are so small (1e-7) that approximations of the tails would be wrong by orders of magnitude.
 */
public final class Binomials {

  /** Probabilities this much above the observed one still count as equal to it, as in R. */
  private static final double TIE = 1 + 1e-7;

  private Binomials() {}

  /**
   * An interval of shares.
   *
   * @param low its lower end, from 0 to 1
   * @param high its upper end, from 0 to 1
   */
  public record Interval(double low, double high) {}

  /**
   * Counts of successes that are accepted; both ends belong to the region.
   *
   * @param low the lowest
   * @param high the highest
   */
  public record Region(int low, int high) {

    /** {@return whether this count is accepted} */
    public boolean contains(int successes) {
      return successes >= low && successes <= high;
    }
  }

  /**
   * The interval of Clopper and Pearson (1934): it covers the true share with at least the given
   * confidence, whatever that share is.
   *
   * @param successes 0 to {@code n}
   * @param n trials, at least 1
   * @param confidence above 0 and below 1, such as 0.99
   * @return the interval
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static Interval interval(int successes, int n, double confidence) {
    requireCounts(successes, n);
    requireProbability("confidence", confidence);
    double tail = (1 - confidence) / 2;
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, n - successes + 1.0)
                .inverseCumulativeProbability(tail);
    double high =
        successes == n
            ? 1
            : BetaDistribution.of(successes + 1.0, n - successes).inverseSurvivalProbability(tail);
    return new Interval(low, high);
  }

  /**
   * The exact two-sided p-value: the probability of all outcomes that are no likelier than the one
   * seen, which is how R's {@code binom.test} defines it.
   *
   * @param successes 0 to {@code n}
   * @param n trials, at least 1
   * @param share the share under test, from 0 to 1
   * @return a probability above 0 unless the outcome is impossible, at most 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double pValue(int successes, int n, double share) {
    requireCounts(successes, n);
    BinomialDistribution seen = BinomialDistribution.of(n, share);
    double bound = seen.probability(successes) * TIE;
    double mean = n * share;
    if (successes < mean) {
      int other = first(n + 1, k -> k > mean && seen.probability(k) <= bound);
      return Math.min(
          1, seen.cumulativeProbability(successes) + seen.survivalProbability(other - 1));
    }
    if (successes > mean) {
      int other = first(n, k -> k >= mean || seen.probability(k) > bound) - 1;
      return Math.min(
          1, seen.survivalProbability(successes - 1) + seen.cumulativeProbability(other));
    }
    return 1;
  }

  /**
   * The counts that a router with this share stays within: below the region and above it lies at
   * most half of {@code alpha} each.
   *
   * @param n trials, at least 1
   * @param share the share that is expected, from 0 to 1
   * @param alpha the probability of leaving the region by chance, at most; above 0 and below 1
   * @return the smallest such region with equal tails
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static Region acceptanceRegion(int n, double share, double alpha) {
    requireCounts(0, n);
    requireProbability("alpha", alpha);
    BinomialDistribution fair = BinomialDistribution.of(n, share);
    int low = first(n, k -> fair.cumulativeProbability(k) > alpha / 2);
    int high = first(n, k -> fair.survivalProbability(k) <= alpha / 2);
    return new Region(low, high);
  }

  /**
   * What zero successes in {@code n} trials are worth: a share of this size or more would have
   * shown itself at least once with probability {@code power} or more ({@code 1 - (1 - power)^(1 /
   * n)}, which for large {@code n} is {@code ln(1 / (1 - power)) / n}).
   *
   * @param n trials, at least 1
   * @param power above 0 and below 1, such as 0.999
   * @return a share above 0 and below 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double boundOfNone(int n, double power) {
    requireCounts(0, n);
    requireProbability("power", power);
    return -Math.expm1(Math.log1p(-power) / n);
  }

  /**
   * The upper end of the one-sided interval of Clopper and Pearson: it lies above the true share
   * with at least the given confidence. Of no success it is {@link #boundOfNone}.
   *
   * @param successes 0 to {@code n}
   * @param n trials, at least 1
   * @param confidence above 0 and below 1, such as 0.999
   * @return a share above 0 and at most 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double atMost(int successes, int n, double confidence) {
    requireCounts(successes, n);
    requireProbability("confidence", confidence);
    if (successes == 0) {
      return boundOfNone(n, confidence);
    }
    return successes == n
        ? 1
        : BetaDistribution.of(successes + 1.0, n - successes)
            .inverseCumulativeProbability(confidence);
  }

  /**
   * The exact one-sided p-value against "the share is this one or less": the probability of so many
   * successes or more.
   *
   * @param successes 0 to {@code n}
   * @param n trials, at least 1
   * @param share the share under test, from 0 to 1
   * @return a probability
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double pMore(int successes, int n, double share) {
    requireCounts(successes, n);
    return BinomialDistribution.of(n, share).survivalProbability(successes - 1);
  }

  /**
   * The fewest successes that show a share above this one: {@link #pMore} is {@code alpha} at most.
   *
   * @param n trials, at least 1
   * @param share the share that must be exceeded, from 0 to 1
   * @param alpha above 0 and below 1
   * @return successes; empty if not even {@code n} of {@code n} would show it
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static OptionalInt leastMore(int n, double share, double alpha) {
    requireCounts(0, n);
    requireProbability("alpha", alpha);
    BinomialDistribution at = BinomialDistribution.of(n, share);
    int least = first(n + 1, k -> at.survivalProbability(k - 1) <= alpha);
    return least > n ? OptionalInt.empty() : OptionalInt.of(least);
  }

  /**
   * The smallest share that is found out: with a true share of this size or more, at least {@code
   * least} of {@code n} trials succeed with probability {@code power} or more.
   *
   * @param least successes that are asked for, 1 to {@code n}
   * @param n trials, at least 1
   * @param power above 0 and below 1, such as 0.999
   * @return a share above 0 and below 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double foundOutAbove(int least, int n, double power) {
    requireCounts(least, n);
    requireProbability("power", power);
    return BetaDistribution.of(least, n - least + 1.0).inverseCumulativeProbability(power);
  }

  /**
   * The largest share that is found out: with a true share of this size or less, fewer than {@code
   * least} of {@code n} trials succeed with probability {@code power} or more.
   *
   * @param least successes that are asked for, 1 to {@code n}
   * @param n trials, at least 1
   * @param power above 0 and below 1, such as 0.999
   * @return a share above 0 and below 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double foundOutBelow(int least, int n, double power) {
    requireCounts(least, n);
    requireProbability("power", power);
    return BetaDistribution.of(least, n - least + 1.0).inverseCumulativeProbability(1 - power);
  }

  /**
   * The first count from 0 to {@code n} for which this holds, given that it holds from there on.
   */
  private static int first(int n, IntPredicate holds) {
    int low = 0;
    int high = n;
    while (low < high) {
      int middle = low + (high - low) / 2;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  static void requireCounts(int successes, int n) {
    if (n < 1 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must lie between 0 and n, and n be at least 1: " + successes + " of " + n);
    }
  }

  static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must lie between 0 and 1, is " + value);
    }
  }
}
