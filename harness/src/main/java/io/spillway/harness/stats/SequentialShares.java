package io.spillway.harness.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decides, one observation at a time, whether connections are divided over groups as expected, and
 * stops as soon as it knows.
 *
 * <p>For each group and each direction a sequential probability ratio test (Wald, Sequential tests
 * of statistical hypotheses, 1945) weighs "this group's share is the expected one" against "it is
 * off by {@code effect}". The division {@link Decision#DEVIATES} as soon as one likelihood ratio
 * reaches {@code tests / alpha}, and {@link Decision#CONFORMS} once every ratio has fallen to
 * {@code 1 - power} at some time. Both error rates hold at whatever moment the test stops:
 *
 * <ul>
 *   <li>if every share is the expected one, a ratio is a martingale that starts at 1, so it ever
 *       reaches {@code tests / alpha} with probability {@code alpha / tests} at the most (Ville's
 *       inequality), and any of them does with {@code alpha} at the most;
 *   <li>if a group is off by {@code effect} or more, the ratio of its own test falls to {@code 1 -
 *       power} with that probability at the most, and without it there is no {@code CONFORMS}.
 * </ul>
 *
 * With two groups one is the mirror of the other, so only the first is tested. A share that is off
 * by about half the effect supports neither answer; then the test ends {@link Decision#TRUNCATED}.
 *
 * <p>An accumulator: observations go in through {@link #add}, in the order in which they were due,
 * and the first decision stands. The same observations give the same decision. Not safe for use by
 * several threads.
 */
public final class SequentialShares {

  /** Seed and number of the simulated runs behind {@link #expectedObservations}. */
  private static final long PLAN_SEED = 20_260_101;

  private static final int PLAN_RUNS = 200;

  /** What is known so far. */
  public enum Decision {
    /** Not enough observations yet. */
    CONTINUE,
    /** No group's share is off by the effect or more. */
    CONFORMS,
    /** Some group's share is not the expected one. */
    DEVIATES,
    /** The largest number of observations was reached without an answer. */
    TRUNCATED
  }

  private final Map<String, Double> expectedShares;
  private final List<String> groups;
  private final double effect;
  private final double alpha;
  private final double power;
  private final int maxObservations;
  private final List<RatioTest> tests;
  private final double logReject;
  private final double logAccept;
  private final int[] counts;
  private int observations;
  private Decision decision = Decision.CONTINUE;

  private SequentialShares(
      Map<String, Double> expectedShares,
      double effect,
      double alpha,
      double power,
      int maxObservations) {
    this.expectedShares = expectedShares;
    this.groups = List.copyOf(expectedShares.keySet());
    this.effect = effect;
    this.alpha = alpha;
    this.power = power;
    this.maxObservations = maxObservations;
    this.tests = tests();
    this.logReject = Math.log(tests.size() / alpha);
    this.logAccept = Math.log1p(-power);
    this.counts = new int[groups.size()];
  }

  /**
   * A test without observations yet.
   *
   * @param expectedShares the share of each group, above 0; at least two, with a sum of 1
   * @param effect the deviation of a share that must be seen, as a fraction: 0.05 is 5 points;
   *     smaller than every share and than what every share lacks to 1
   * @param alpha the probability of {@link Decision#DEVIATES} at the expected shares, at most
   * @param power the probability of no {@link Decision#CONFORMS} where a share is off by the effect
   *     or more, at least
   * @param maxObservations where to give up, at least 1
   * @return the test
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static SequentialShares of(
      Map<String, Double> expectedShares,
      double effect,
      double alpha,
      double power,
      int maxObservations) {
    Map<String, Double> shares = new LinkedHashMap<>(expectedShares);
    requireShares(shares, effect);
    if (!(alpha > 0 && alpha < 1 && power > 0 && power < 1)) {
      throw new IllegalArgumentException(
          "alpha and power must lie between 0 and 1, are " + alpha + " and " + power);
    }
    if (maxObservations < 1) {
      throw new IllegalArgumentException(
          "the largest number of observations must be at least 1, is " + maxObservations);
    }
    return new SequentialShares(shares, effect, alpha, power, maxObservations);
  }

  /** {@return a test like this one, without observations} */
  public SequentialShares fresh() {
    return new SequentialShares(expectedShares, effect, alpha, power, maxObservations);
  }

  /**
   * Takes the next observation into account. After a decision other than {@link Decision#CONTINUE}
   * nothing changes any more.
   *
   * @param group the group that it fell in
   * @return the decision after it
   * @throws IllegalArgumentException if there is no such group
   */
  public Decision add(String group) {
    int index = index(group);
    if (decision == Decision.CONTINUE) {
      add(index);
    }
    return decision;
  }

  /** {@return what is known after the observations so far} */
  public Decision decision() {
    return decision;
  }

  /** {@return how many observations the decision rests on} */
  public int observations() {
    return observations;
  }

  /**
   * {@return how many of the observations fell in this group}
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public int count(String group) {
    return counts[index(group)];
  }

  /** {@return the expected share of each group, in declared order} */
  public Map<String, Double> expectedShares() {
    return new LinkedHashMap<>(expectedShares);
  }

  /**
   * How long this test takes on a division that is as expected: the mean of simulated runs with a
   * fixed seed, so the same for the same test. For plans and time budgets, not for verdicts.
   *
   * @return observations, at least 1 and at most the largest number allowed
   */
  public int expectedObservations() {
    SplittableRandom random = new SplittableRandom(PLAN_SEED);
    long total = 0;
    for (int run = 0; run < PLAN_RUNS; run++) {
      SequentialShares simulated = fresh();
      while (simulated.decision == Decision.CONTINUE) {
        simulated.add(draw(random.nextDouble()));
      }
      total += simulated.observations;
    }
    return (int) ((total + PLAN_RUNS - 1) / PLAN_RUNS);
  }

  private int index(String group) {
    int index = groups.indexOf(group);
    if (index < 0) {
      throw new IllegalArgumentException("no group " + group + ", only " + groups);
    }
    return index;
  }

  private int draw(double uniform) {
    double left = uniform;
    for (int index = 0; index < groups.size() - 1; index++) {
      left -= expectedShares.get(groups.get(index));
      if (left < 0) {
        return index;
      }
    }
    return groups.size() - 1;
  }

  private void add(int index) {
    counts[index]++;
    observations++;
    boolean everyRatioFell = true;
    for (RatioTest test : tests) {
      double logRatio = test.logRatio(counts[test.group], observations);
      if (logRatio >= logReject) {
        decision = Decision.DEVIATES;
        return;
      }
      test.fell |= logRatio <= logAccept;
      everyRatioFell &= test.fell;
    }
    if (everyRatioFell) {
      decision = Decision.CONFORMS;
    } else if (observations == maxObservations) {
      decision = Decision.TRUNCATED;
    }
  }

  private List<RatioTest> tests() {
    int tested = groups.size() == 2 ? 1 : groups.size();
    List<RatioTest> made = new ArrayList<>();
    for (int group = 0; group < tested; group++) {
      double share = expectedShares.get(groups.get(group));
      made.add(new RatioTest(group, share, share + effect));
      made.add(new RatioTest(group, share, share - effect));
    }
    return made;
  }

  private static void requireShares(Map<String, Double> shares, double effect) {
    if (shares.size() < 2) {
      throw new IllegalArgumentException(
          "at least two groups are needed to compare shares, there is only " + shares.keySet());
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("expected shares must sum to 1: " + shares);
    }
    shares.forEach(
        (group, share) -> {
          if (!(effect > 0 && share - effect > 0 && share + effect < 1)) {
            throw new IllegalArgumentException(
                "an effect of "
                    + effect
                    + " must be above 0 and leave the share of "
                    + group
                    + ", which is "
                    + share
                    + ", between 0 and 1 either way; choose a smaller effect");
          }
        });
  }

  /** One group's share against one alternative. */
  private static final class RatioTest {
    private final int group;
    private final double logIn;
    private final double logOut;
    private boolean fell;

    RatioTest(int group, double expected, double alternative) {
      this.group = group;
      this.logIn = Math.log(alternative / expected);
      this.logOut = Math.log((1 - alternative) / (1 - expected));
    }

    double logRatio(int in, int all) {
      return in * logIn + (all - in) * logOut;
    }
  }
}
