package io.spillway.harness.check;

import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.stats.CoinTosses;
import java.util.Set;

/** What ramps of held connections will be able to find out. Pure functions. */
public final class SpillPlan {

  /** What the judgement of the first spills may spend of alpha. */
  static final double ALPHA_OF_POINTS = 0.15;

  /** Of that, for late spills, and as much again for none; the other half is for coins refuted. */
  private static final double ALPHA_OF_TOSSES = 0.25;

  /** A ramp from each of two ingress sites. */
  private static final int ORDERS = 2;

  /** Two at the most; for one it is a little less than said. */
  private static final int LISTENERS = 2;

  private SpillPlan() {}

  /**
   * By how many connections all first spills must come late for that to be found out, though coins
   * spread what follows the threshold. A spill that comes early is found out in any case.
   *
   * @param question a case of a rule that {@code spill-threshold} judges
   * @param power the probability with which it is found out, above 0 and below 1
   * @return connections, at least 1
   */
  public static int lateness(Question question, double power) {
    return lateness(
        SpillCosts.accepted(question),
        ramps(question),
        alphaOfALateness(ALPHA_OF_POINTS * question.alpha(), LISTENERS),
        power);
  }

  /**
   * How many connections a ramp has to hold until chance no longer explains that none has spilled,
   * whichever reading is accepted and though coins decide from the threshold on.
   *
   * @param question a case of a rule that {@code spill-threshold} judges, or one whose ramps show
   *     that an alternative can be reached
   * @param alternativeCost what the alternative costs, at least 0
   * @return connections, more than the alternative costs
   */
  public static int surelyBeyond(Question question, int alternativeCost) {
    double alpha =
        alphaOfNoSpill(ALPHA_OF_POINTS * question.alpha(), (long) LISTENERS * ramps(question));
    int tosses = 1;
    while (CoinTosses.atLeast(tosses, 1) > alpha) {
      tosses++;
    }
    return alternativeCost + 1 + tosses;
  }

  /** The ramps of a listener. */
  private static int ramps(Question question) {
    return ORDERS * question.ruleCase().integer("ramps", 1);
  }

  /** The same for so many ramps of a listener. */
  static int lateness(Set<Reading> accepted, int ramps, double alpha, double power) {
    return accepted.stream().anyMatch(reading -> leavesToChance(reading, accepted))
        ? CoinTosses.foundOutFrom(ramps, alpha, power)
        : 2; // a tie may hide 1
  }

  /** The part of alpha for spills of one listener that are late by one reading. */
  static double alphaOfALateness(double alphaOfPoints, long listeners) {
    return ALPHA_OF_TOSSES * alphaOfPoints / Reading.values().length / Math.max(1, listeners);
  }

  /** The part of alpha for one of so many ramps that does not spill at all. */
  static double alphaOfNoSpill(double alphaOfPoints, long ramps) {
    return ALPHA_OF_TOSSES * alphaOfPoints / Math.max(1, ramps);
  }

  /** Perceived costs alone leave nothing but ties to chance. */
  static boolean leavesToChance(Reading reading, Set<Reading> accepted) {
    return accepted.size() > 1 || reading != Reading.PERCEIVED_COST;
  }
}
