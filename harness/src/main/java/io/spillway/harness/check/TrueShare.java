package io.spillway.harness.check;

import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.ConfidenceSequence;

/**
 * Where a true share lies, given what was counted: the exact interval of Clopper and Pearson, or
 * its upper end alone for what must never happen; where a test stopped as soon as it knew, the
 * wider one of a {@link ConfidenceSequence}.
 *
 * @param of what it is a share of, such as {@code connections not at west}
 * @param low its lower end, from 0 to 1
 * @param high its upper end, from 0 to 1
 * @param confidence the probability with which such an interval holds the true share, at least
 */
public record TrueShare(String of, double low, double high, double confidence) {

  /** How sure a bound is on what never happened: as sure as the effect would have been seen. */
  private static final double OF_A_BOUND = 0.999;

  private static final double OF_AN_INTERVAL = 0.99;

  /**
   * {@return the most that the true share may be of something that must never happen}
   *
   * @param of what it is a share of
   * @param seen how often it did happen
   * @param n of how many, at least 1
   */
  static TrueShare atMost(String of, int seen, int n) {
    return new TrueShare(of, 0, Binomials.atMost(seen, n, OF_A_BOUND), OF_A_BOUND);
  }

  /**
   * {@return both ends of where the true share lies}
   *
   * @param of what it is a share of
   * @param seen how often it was seen
   * @param n of how many, at least 1
   */
  static TrueShare between(String of, int seen, int n) {
    Binomials.Interval interval = Binomials.interval(seen, n, OF_AN_INTERVAL);
    return new TrueShare(of, interval.low(), interval.high(), OF_AN_INTERVAL);
  }

  /**
   * {@return the same for a sample that ended by what was seen in it}
   *
   * @param of what it is a share of
   * @param seen how often it was seen
   * @param n of how many, at least 1
   */
  static TrueShare whenStopped(String of, int seen, int n) {
    Binomials.Interval interval = ConfidenceSequence.interval(seen, n, OF_AN_INTERVAL);
    return new TrueShare(of, interval.low(), interval.high(), OF_AN_INTERVAL);
  }
}
