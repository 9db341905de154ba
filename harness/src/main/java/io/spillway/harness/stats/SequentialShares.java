package io.spillway.harness.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Decides, one observation at a time, whether connections are divided over groups as expected, and
 * stops as soon as it knows.
 *
 * <p>Each group's share is weighed in two ways:
 *
 * <ul>
 *   <li><i>Against the expected share</i> stands a mixture of all shares: the likelihood ratio
 *       averaged over a beta distribution around the expected share whose standard deviation is the
 *       effect (Robbins, Statistical methods related to the law of the iterated logarithm, 1970).
 *       At the expected shares it is a martingale that starts at 1, so it ever reaches {@code
 *       groups / alpha} with probability {@code alpha / groups} at the most (Ville's inequality),
 *       and that of any group with {@code alpha} at the most. Then the division {@link
 *       Decision#DEVIATES}.
 *   <li><i>Against a share that is off by the effect</i> stands the expected one, in either
 *       direction: a sequential probability ratio test (Wald, Sequential tests of statistical
 *       hypotheses, 1945). Once all these ratios have fallen to {@code 1 - power} at some time, the
 *       division {@link Decision#CONFORMS}. If a group is off by the effect or more, its own ratio
 *       falls so low with probability {@code 1 - power} at the most.
 * </ul>
 *
 * Both error rates hold at whatever moment the test stops, whatever the router does meanwhile with
 * the other groups. Only too much deviation is held against a router: one that divides more evenly
 * than chance conforms as soon as the test can know. With two groups one is the mirror of the
 * other, so only the first is tested.
 *
 * <p>Why a mixture, and not Wald's test on this side too: it also finds a share that is off by less
 * or by much more than the effect. At alpha 1e-7, power 0.999 and 5 points on 30 % (figures of the
 * exact distribution, which the tests work out): off by 5 points it takes 3,113 observations
 * instead of 2,914 in the mean, but 7,119 instead of 7,624 at worst (once in a thousand); off by 10
 * points, 832 instead of 981; off by 2.5 points, where it does not matter which answer is given,
 * 6,761 instead of 9,949, and it has one after 15,000 where Wald's test is still without in one run
 * of twenty after 30,000. At the expected shares there is no difference: the second part decides.
 *
 * <p>What it takes, for alpha 1e-7 and power 0.999, in the mean and at worst (once in a thousand):
 *
 * <table>
 *   <caption>Observations to an answer</caption>
 *   <tr><th>share, and off by<th>at the expected shares<th>off by the effect, the slower way
 *   <tr><td>50 %, 5 points<td>1,919; 5,978<td>3,585; 8,125
 *   <tr><td>30 %, 5 points<td>1,614; 5,059<td>3,113; 7,119
 *   <tr><td>25 %, 5 points<td>1,443; 4,548<td>2,816; 6,461
 *   <tr><td>10 %, 5 points<td>711; 2,420<td>1,488; 3,487
 *   <tr><td>1 %, factor 2<td>4,218; 15,642<td>11,456; 24,453
 * </table>
 *
 * <p>A test may look at what it knows after every so many observations only ({@link
 * #lookingEvery}), which leaves both error rates as they are: fewer looks are fewer chances to err.
 * Looks at whole cycles of the weights do not see in which order a router deals them out, and so do
 * not take a router for a wrong one that serves 70 of one group and then 30 of the other.
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
  private final Effect effect;
  private final double alpha;
  private final double power;
  private final int maxObservations;
  private final int lookEvery;
  private final List<GroupEvidence> tests;
  private final double logReject;
  private final double logAccept;
  private final int[] counts;
  private int observations;
  private Decision decision = Decision.CONTINUE;

  private SequentialShares(
      Map<String, Double> expectedShares,
      Effect effect,
      double alpha,
      double power,
      int maxObservations,
      int lookEvery) {
    this.expectedShares = expectedShares;
    this.groups = List.copyOf(expectedShares.keySet());
    this.effect = effect;
    this.alpha = alpha;
    this.power = power;
    this.maxObservations = maxObservations;
    this.lookEvery = lookEvery;
    this.tests = tests();
    this.logReject = Math.log(tests.size() / alpha);
    this.logAccept = Math.log1p(-power);
    this.counts = new int[groups.size()];
  }

  /**
   * A test without observations yet.
   *
   * @param expectedShares the share of each group, above 0; at least two, with a sum of 1
   * @param effect the deviation of a share that must be seen; must leave every share between 0 and
   *     1 either way
   * @param alpha the probability of {@link Decision#DEVIATES} at the expected shares, at most
   * @param power the probability of no {@link Decision#CONFORMS} where a share is off by the effect
   *     or more, at least
   * @param maxObservations where to give up, at least 1
   * @return the test
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static SequentialShares of(
      Map<String, Double> expectedShares,
      Effect effect,
      double alpha,
      double power,
      int maxObservations) {
    Map<String, Double> shares = new LinkedHashMap<>(expectedShares);
    requireShares(shares);
    if (!(alpha > 0 && alpha < 1 && power > 0 && power < 1)) {
      throw new IllegalArgumentException(
          "alpha and power must lie between 0 and 1, are " + alpha + " and " + power);
    }
    if (maxObservations < 1) {
      throw new IllegalArgumentException(
          "the largest number of observations must be at least 1, is " + maxObservations);
    }
    return new SequentialShares(shares, effect, alpha, power, maxObservations, 1);
  }

  /**
   * A test like this one that looks only after every so many observations, and after the last.
   *
   * @param observations between two looks, at least 1
   * @return the test, without observations
   * @throws IllegalArgumentException if the argument is out of its range
   */
  public SequentialShares lookingEvery(int observations) {
    if (observations < 1) {
      throw new IllegalArgumentException(
          "a look must come after at least 1 observation, not " + observations);
    }
    return new SequentialShares(
        expectedShares, effect, alpha, power, maxObservations, observations);
  }

  /** {@return a test like this one, without observations} */
  public SequentialShares fresh() {
    return lookingEvery(lookEvery);
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

  /**
   * How far a share must be off for this test to say {@link Decision#DEVIATES} after no more
   * observations than there are, unless it has said {@link Decision#CONFORMS} before: what a test
   * without an answer has shown.
   *
   * @param power the probability with which it says so, at least; above 0 and below 1
   * @return a deviation as a fraction (0.05 is 5 points), whichever group it is in and whatever its
   *     direction; empty if the observations are too few for any
   * @throws IllegalArgumentException if the argument is out of its range
   */
  public OptionalDouble deviationSeen(double power) {
    int looked =
        observations == maxObservations ? observations : observations - observations % lookEvery;
    double widest = 0;
    for (GroupEvidence test : tests) {
      Optional<Binomials.Interval> seen = test.foundOut(looked, logReject, power);
      if (seen.isEmpty()) {
        return OptionalDouble.empty();
      }
      widest = Math.max(widest, test.distance(seen.orElseThrow()));
    }
    return OptionalDouble.of(widest);
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
    for (int group = 0; group < tests.size(); group++) {
      tests.get(group).add(group == index);
    }
    if (observations % lookEvery == 0 || observations == maxObservations) {
      look();
    }
  }

  private void look() {
    boolean everyGroupConforms = true;
    for (GroupEvidence test : tests) {
      test.look();
      if (test.logEvidence() >= logReject) {
        decision = Decision.DEVIATES;
        return;
      }
      everyGroupConforms &= test.conforms(logAccept);
    }
    if (everyGroupConforms) {
      decision = Decision.CONFORMS;
    } else if (observations == maxObservations) {
      decision = Decision.TRUNCATED;
    }
  }

  private List<GroupEvidence> tests() {
    int tested = groups.size() == 2 ? 1 : groups.size();
    List<GroupEvidence> made = new ArrayList<>();
    for (String group : groups.subList(0, tested)) {
      double share = expectedShares.get(group);
      made.add(new GroupEvidence(share, effect.around(share)));
    }
    return made;
  }

  private static void requireShares(Map<String, Double> shares) {
    if (shares.size() < 2) {
      throw new IllegalArgumentException(
          "at least two groups are needed to compare shares, there is only " + shares.keySet());
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > 1e-9 || shares.values().stream().anyMatch(share -> !(share > 0))) {
      throw new IllegalArgumentException("expected shares must be above 0 and sum to 1: " + shares);
    }
  }
}
