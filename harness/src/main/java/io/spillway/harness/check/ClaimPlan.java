package io.spillway.harness.check;

import io.spillway.harness.stats.Binomials;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What phases whose claim is decided by a test of its own will be able to find out, with the sizes
 * that a case asks for. The claims state the same of a phase of this size. Pure functions.
 */
public final class ClaimPlan {

  private static final double HALF = 0.5;

  private ClaimPlan() {}

  /**
   * The share of connections over the wrong one of two paths that is found out by the claim {@code
   * path}, where a busy machine may delay some on the right one as well.
   *
   * <p>It is that of a phase that follows a change, which may be tried twice; before it is a little
   * smaller.
   *
   * @param question a case with the parameters {@code attempts}, {@code late-share} and {@code
   *     phases}
   * @param power the probability with which it is found out, above 0 and below 1
   * @return a share; empty where so few connections can show none
   */
  public static OptionalDouble wrongPath(Question question, double power) {
    return wrongPath(
        question.ruleCase().integer("attempts"),
        question.ruleCase().number("late-share"),
        WeightedPlan.alphaOfAPhase(question),
        WeightedPlan.powerOfEach(power));
  }

  /**
   * So many late connections, of those that a phase asks for, are failed by the claim {@code path}:
   * more than the share that a busy machine may delay.
   *
   * @param question as above
   * @return above 0; empty where so few connections can show none
   */
  public static OptionalInt tooManyLate(Question question) {
    return Binomials.leastMore(
        question.ruleCase().integer("attempts"),
        question.ruleCase().number("late-share"),
        WeightedPlan.alphaOfAPhase(question));
  }

  /** The same for so many connections in a phase with this α, tried once. */
  static OptionalDouble wrongPath(int n, double lateShare, double alpha, double power) {
    OptionalInt least = Binomials.leastMore(n, lateShare, alpha);
    return least.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Binomials.foundOutAbove(least.getAsInt(), n, power));
  }

  /**
   * The largest share of the site that answers sooner that is found out to be too small by the
   * claim {@code faster}.
   *
   * @param question a case with the parameters {@code attempts}, {@code share-seen} and {@code
   *     phases}
   * @param power the probability with which it is found out, above 0 and below 1
   */
  public static double fasterSite(Question question, double power) {
    return fasterSite(
        question.ruleCase().integer("attempts"),
        question.ruleCase().number("share-seen"),
        WeightedPlan.alphaOfAPhase(question),
        power);
  }

  /** The same for so many connections in a phase with this α. */
  static double fasterSite(int n, double shareSeen, double alpha, double power) {
    int failsBelow =
        Math.min(
            lowestOfFaster(n, shareSeen, alpha), Binomials.leastMore(n, HALF, alpha).orElse(n));
    return Binomials.foundOutBelow(Math.max(1, failsBelow), n, power);
  }

  /** So many connections at the faster site are not too few. */
  static int lowestOfFaster(int n, double shareSeen, double alpha) {
    return Binomials.acceptanceRegion(n, shareSeen, 2 * alpha).low();
  }

  /**
   * The dependence of a destination on the one before that is told from chance by the check {@code
   * randomness}.
   *
   * @param question a case with the parameter {@code attempts}
   * @param groups destinations, at least 2
   * @param power the probability with which it is told, above 0 and below 1
   * @return above 0, and at most 1
   */
  public static double dependence(Question question, int groups, double power) {
    return Randomness.dependence(question.ruleCase().integer("attempts"), groups, power);
  }
}
