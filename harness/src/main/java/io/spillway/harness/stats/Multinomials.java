package io.spillway.harness.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Statements on how independent trials are divided over several groups. Counts and shares are in
 * the same order; there are at least two groups, every expected share lies above 0 and below 1, and
 * they sum to 1.
 */
public final class Multinomials {

  /** Divisions that are looked at one by one, at most: well under a second. */
  public static final long MAX_DIVISIONS = 2_000_000;

  /** Probabilities this much above the observed one still count as equal to it, as in R. */
  private static final double TIE = 1 + 1e-7;

  private Multinomials() {}

  /**
   * How many ways there are to divide {@code n} trials over {@code groups}: {@code C(n + groups -
   * 1, groups - 1)}.
   *
   * @return the number, rounded to a double
   */
  public static double divisions(int n, int groups) {
    double ways = 1;
    for (int i = 1; i < groups; i++) {
      ways = ways * (n + i) / i;
    }
    return ways;
  }

  /**
   * The exact p-value: the probability of all divisions that are no likelier than the one seen, by
   * looking at each of them.
   *
   * @param counts trials that fell in each group
   * @param shares the expected share of each group
   * @return a probability
   * @throws IllegalArgumentException if there are more than {@link #MAX_DIVISIONS} divisions, or an
   *     argument is out of its range
   */
  public static double exactPValue(int[] counts, double[] shares) {
    int n = require(counts, shares);
    double ways = divisions(n, counts.length);
    if (ways > MAX_DIVISIONS) {
      throw new IllegalArgumentException(
          "%d trials in %d groups are divided in %.3g ways, more than the %d that are looked at; use"
                  .formatted(n, counts.length, ways, MAX_DIVISIONS)
              + " pValue or conservativePValue");
    }
    return new Enumeration(n, counts, shares).noLikelier();
  }

  /**
   * A p-value that is never too small: the smallest of the groups' exact binomial ones, times the
   * number of groups (Bonferroni). Two groups are one question, so there it is exact.
   *
   * @param counts trials that fell in each group
   * @param shares the expected share of each group
   * @return at least the probability of a deviation as large as the one seen, at most 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double conservativePValue(int[] counts, double[] shares) {
    int n = require(counts, shares);
    int tested = counts.length == 2 ? 1 : counts.length;
    double smallest = 1;
    for (int group = 0; group < tested; group++) {
      smallest = Math.min(smallest, Binomials.pValue(counts[group], n, shares[group]));
    }
    return Math.min(1, tested * smallest);
  }

  /**
   * The exact p-value where it can be had, else the conservative one. Which of them depends on the
   * numbers of trials and groups alone, never on what was seen.
   *
   * @param counts trials that fell in each group
   * @param shares the expected share of each group
   * @return a probability
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double pValue(int[] counts, double[] shares) {
    int n = require(counts, shares);
    return divisions(n, counts.length) <= MAX_DIVISIONS
        ? exactPValue(counts, shares)
        : conservativePValue(counts, shares);
  }

  /**
   * Intervals that cover all true shares at once with at least the given confidence: those of
   * Clopper and Pearson, each with its part of what the confidence leaves (Bonferroni). With two
   * groups, one interval is the mirror of the other and both are covered together.
   *
   * @param counts trials that fell in each group, at least two groups and one trial
   * @param confidence above 0 and below 1, such as 0.99
   * @return an interval for each group
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static List<Binomials.Interval> intervals(int[] counts, double confidence) {
    int n = requireCounts(counts);
    int questions = counts.length == 2 ? 1 : counts.length;
    double each = 1 - (1 - confidence) / questions;
    List<Binomials.Interval> intervals = new ArrayList<>();
    for (int count : counts) {
      intervals.add(Binomials.interval(count, n, each));
    }
    return intervals;
  }

  private static int require(int[] counts, double[] shares) {
    int n = requireCounts(counts);
    boolean inside = Arrays.stream(shares).allMatch(share -> share > 0 && share < 1);
    if (counts.length != shares.length
        || !inside
        || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "each of the %d groups needs a share between 0 and 1, with a sum of 1: %s"
              .formatted(counts.length, Arrays.toString(shares)));
    }
    return n;
  }

  private static int requireCounts(int[] counts) {
    int n = Arrays.stream(counts).sum();
    if (counts.length < 2 || n < 1 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "at least two groups, no count below 0, and one trial or more are needed: "
              + Arrays.toString(counts));
    }
    return n;
  }

  /** Walks through all divisions of the trials. */
  private static final class Enumeration {
    private final int n;
    private final double[] logShares;
    private final double[] logFactorials;
    private final double bound;

    Enumeration(int n, int[] seen, double[] shares) {
      this.n = n;
      this.logShares = Arrays.stream(shares).map(Math::log).toArray();
      this.logFactorials = new double[n + 1];
      for (int i = 1; i <= n; i++) {
        logFactorials[i] = logFactorials[i - 1] + Math.log(i);
      }
      double log = logFactorials[n];
      for (int group = 0; group < seen.length; group++) {
        log += logOf(group, seen[group]);
      }
      this.bound = Math.exp(log) * TIE;
    }

    double noLikelier() {
      return Math.min(1, noLikelier(0, n, logFactorials[n]));
    }

    private double noLikelier(int group, int left, double log) {
      if (group == logShares.length - 1) {
        double probability = Math.exp(log + logOf(group, left));
        return probability <= bound ? probability : 0;
      }
      double sum = 0;
      for (int here = 0; here <= left; here++) {
        sum += noLikelier(group + 1, left - here, log + logOf(group, here));
      }
      return sum;
    }

    private double logOf(int group, int count) {
      return count * logShares[group] - logFactorials[count];
    }
  }
}
