package io.spillway.harness.check;

import io.spillway.harness.stats.Effect;
import io.spillway.harness.stats.SequentialShares;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the claim {@code shares} of the check {@code phase-claims} will want to see, for the
 * scenario that gathers it: the weights to set up, and the test that says when there is evidence
 * enough.
 */
public final class WeightedPlan {

  private static final int PERCENT = 100;
  private static final double FACTOR = 2;
  private static final int LONGEST_CYCLE = 1_000;

  private WeightedPlan() {}

  /**
   * {@return weight by group, in declared order}
   *
   * @param text {@code group=weight}, separated by blanks
   * @throws IllegalArgumentException if it does not read so, each weight at least 1
   */
  public static Map<String, Integer> weights(String text) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String word : Words.split(text)) {
      String[] parts = word.split("=", -1);
      if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException(
            "weights must read key=weight, separated by blanks, each weight at least 1: " + text);
      }
      if (weights.put(parts[0], Integer.valueOf(parts[1])) != null) {
        throw new IllegalArgumentException(parts[0] + " has two weights: " + text);
      }
    }
    return weights;
  }

  /**
   * {@return the sequential test that decides one phase of the question, with nothing observed yet;
   * it looks after whole cycles of the weights, for a router may serve them in any order}
   *
   * @param question a case with the parameters {@code effect-points}, {@code power}, {@code
   *     max-attempts} and {@code phases}
   * @param weights weight by group
   */
  public static SequentialShares test(Question question, Map<String, Integer> weights) {
    return test(question, weights, question.ruleCase().number("power"));
  }

  /**
   * {@return the same for a phase that follows a change, and is tested again if it fails too soon
   * after it: the power of both together is the question's}
   *
   * @param question as above
   * @param weights weight by group
   */
  public static SequentialShares testAfterChange(Question question, Map<String, Integer> weights) {
    return test(question, weights, powerOfEach(question.ruleCase().number("power")));
  }

  /** {@return the power of each of two tests that a wrong router must both pass to be missed} */
  static double powerOfEach(double powerOfBoth) {
    return (1 + powerOfBoth) / 2;
  }

  private static SequentialShares test(
      Question question, Map<String, Integer> weights, double power) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    weights.forEach((group, weight) -> shares.put(group, (double) weight / sum));
    return SequentialShares.of(
            shares,
            effect(question),
            alphaOfAPhase(question),
            power,
            question.ruleCase().integer("max-attempts"))
        .lookingEvery(Math.min(sum, LONGEST_CYCLE));
  }

  /** {@return the question's α, divided over the phases that are judged} */
  static double alphaOfAPhase(Question question) {
    return question.alpha() / Math.max(1, phases(question));
  }

  /**
   * {@return how many phases are judged: the parameter {@code phases}, times {@code repeats} where
   * a rule has that}
   */
  static int phases(Question question) {
    return question.ruleCase().integer("phases") * question.ruleCase().integer("repeats", 1);
  }

  /**
   * {@return the deviation that must be seen: the parameter {@code effect-points} or, for shares so
   * small that it would hide their loss, {@code effect-factor}, which is 2 where a rule does not
   * set it}
   */
  static Effect effect(Question question) {
    return new Effect(
        question.ruleCase().number("effect-points") / PERCENT,
        question.ruleCase().number("effect-factor", FACTOR));
  }
}
