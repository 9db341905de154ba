package io.spillway.harness.check;

import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.stats.CoinTosses;
import java.util.Set;

/** What ramps of held connections will be able to find out. Pure functions. */
public final class SpillPlan {

  /** What the judgement of the first spills may spend of alpha. */
  static final double ALPHA_OF_POINTS = 0.15;

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
    boolean several = question.ruleCase().parameters().containsKey("ramps");
    int ramps = ORDERS * (several ? question.ruleCase().integer("ramps") : 1);
    return lateness(
        SpillCosts.accepted(question),
        ramps,
        alphaOfALateness(ALPHA_OF_POINTS * question.alpha(), LISTENERS),
        power);
  }

  /**
   * How many connections a ramp has to hold until chance no longer explains that none has spilled,
   * whichever reading is accepted and though coins decide from the threshold on.
   *
   * @param alternativeCost what the alternative costs, at least 0
   * @param alpha how seldom the case may fail a router that does nothing wrong, above 0, below 1
   * @return connections, more than the alternative costs
   */
  public static int surelyBeyond(int alternativeCost, double alpha) {
    double left = alphaOfALateness(ALPHA_OF_POINTS * alpha, LISTENERS);
    int tosses = 1;
    while (CoinTosses.atLeast(tosses, 1) > left) {
      tosses++;
    }
    return alternativeCost + 1 + tosses;
  }

  /** The same for so many ramps of a listener. */
  static int lateness(Set<Reading> accepted, int ramps, double alpha, double power) {
    return accepted.stream().anyMatch(reading -> leavesToChance(reading, accepted))
        ? CoinTosses.foundOutFrom(ramps, alpha, power)
        : 2; // a tie may hide 1
  }

  /** The part of alpha for one listener and one reading; as much again is for coins refuted. */
  static double alphaOfALateness(double alphaOfPoints, long listeners) {
    return alphaOfPoints / 2 / Reading.values().length / Math.max(1, listeners);
  }

  /** Perceived costs alone leave nothing but ties to chance. */
  static boolean leavesToChance(Reading reading, Set<Reading> accepted) {
    return accepted.size() > 1 || reading != Reading.PERCEIVED_COST;
  }
}
