package io.spillway.harness.stats;

import java.util.function.DoublePredicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Intervals for one proportion that hold whenever one looks: with the given confidence not one of
 * the intervals after 1, 2, 3 … trials misses the true share, so that a test may stop by what it
 * has seen.
 *
 * <p>An interval holds the shares under which what was seen is not too unlikely beside its mean
 * likelihood over all shares (Robbins 1970, <i>Statistical methods related to the law of the
 * iterated logarithm</i>): that quotient is {@code 1 / ((n + 1) P(successes))}, a martingale under
 * the true share, which by Ville's inequality ever reaches {@code 1 / (1 - confidence)} with
 * probability {@code 1 - confidence} at most. Pure functions.
 */
public final class ConfidenceSequence {

  private static final int HALVINGS = 60;

  private ConfidenceSequence() {}

  /**
   * The interval after so many trials.
   *
   * @param successes 0 to {@code n}
   * @param n trials, at least 1
   * @param confidence above 0 and below 1, such as 0.99
   * @return the interval; it holds {@code successes / n}
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static Binomials.Interval interval(int successes, int n, double confidence) {
    Binomials.requireCounts(successes, n);
    Binomials.requireProbability("confidence", confidence);
    double least = Math.log(1 - confidence) - Math.log(n + 1.0);
    DoublePredicate holds =
        share -> BinomialDistribution.of(n, share).logProbability(successes) >= least;
    double seen = (double) successes / n;
    return new Binomials.Interval(end(0, seen, holds), end(1, seen, holds));
  }

  /** The share between these that is furthest from what was seen and holds. */
  private static double end(double outside, double inside, DoublePredicate holds) {
    if (holds.test(outside)) {
      return outside;
    }
    double out = outside;
    double in = inside;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (out + in) / 2;
      if (holds.test(middle)) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return out;
  }
}
