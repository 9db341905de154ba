package io.spillway.harness.run;

import io.spillway.harness.rule.Parameter;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sample sizes of a rulebook, made larger or smaller.
 *
 * <p>What is scaled is how often something is tried. How much load there is at once, which costs
 * there are and which limits hold is what rules are about, and stays. A sequential test stops where
 * it knows; scaled is what it must find out, for the number of observations that it needs grows
 * with the square of one over that.
 *
 * <p>What a rule says of a parameter, its {@code fewest} and its {@code most}, stands above what is
 * said here for all of them.
 */
public final class SampleSizes {

  /** How often something is tried, one after another or by a few clients. */
  private static final List<String> TRIES =
      List.of("after-attempts", "steady-attempts", "sequential", "short-connections");

  /** How often something is tried, in some scenarios on connections that are all held at once. */
  private static final List<String> HELD_TRIES = List.of("attempts", "connections");

  /** How often a fault is repeated. */
  private static final List<String> REPEATS = List.of("repeats", "faults");

  private static final String MAX = "max-attempts";
  private static final String EFFECT_POINTS = "effect-points";

  /** Of the parameter {@code load}: that no connection is closed before the last one was made. */
  private static final String HELD = "held";

  /** So few tries still show what happens more often than not, unless a rule needs more. */
  private static final int FEWEST_TRIES = 40;

  /** So many connections at once fit several times into one process. */
  private static final int MOST_HELD = 1_000;

  /** So many tries find out what happens to one connection in ten thousand. */
  private static final int MOST_TRIES = 100_000;

  /** What is done to one site, or in one direction, is done to the other one as well. */
  private static final int FEWEST_REPEATS = 2;

  private static final int MOST_REPEATS = 20;
  private static final double LARGEST_EFFECT = 10;
  private static final double SMALLEST_EFFECT = 1;

  private SampleSizes() {}

  /**
   * {@return the rulebook with other sample sizes}
   *
   * @param scale multiples of what it says, above 0
   */
  public static Rulebook scaled(Rulebook rulebook, double scale) {
    return scale == 1
        ? rulebook
        : rulebook.with(
            (rule, ruleCase) -> changes(rulebook.parameters(rule.id()), ruleCase, scale));
  }

  private static Map<String, String> changes(
      List<Parameter> parameters, RuleCase ruleCase, double scale) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      if (TRIES.contains(name)) {
        changes.put(name, times(parameter, ruleCase, scale, FEWEST_TRIES, MOST_TRIES));
      } else if (HELD_TRIES.contains(name)) {
        changes.put(name, times(parameter, ruleCase, scale, FEWEST_TRIES, MOST_HELD));
      } else if (REPEATS.contains(name)) {
        changes.put(name, times(parameter, ruleCase, scale, FEWEST_REPEATS, MOST_REPEATS));
      } else if (name.equals(MAX) && scale > 1 && !holds(ruleCase)) {
        // Never fewer: a test that is cut off before it knows would be no answer at all.
        changes.put(name, times(parameter, ruleCase, scale, 1, Integer.MAX_VALUE));
      } else if (name.equals(EFFECT_POINTS) && !holds(ruleCase)) {
        changes.put(name, points(ruleCase.number(name), scale));
      }
    }
    return changes;
  }

  /** Whether all that a sequential test observes is open at once, as many as files allow. */
  private static boolean holds(RuleCase ruleCase) {
    return HELD.equals(ruleCase.parameters().get("load"));
  }

  /** Between the least and the most; what is beyond them in the rulebook may stay there. */
  private static String times(
      Parameter parameter, RuleCase ruleCase, double scale, int usualLeast, int usualMost) {
    int number = ruleCase.integer(parameter.name());
    int least = parameter.fewest().orElse(usualLeast);
    int most = parameter.most().orElse(usualMost);
    long scaled = Math.round(number * scale);
    return Long.toString(
        Math.max(Math.min(number, least), Math.min(Math.max(number, most), scaled)));
  }

  private static String points(double points, double scale) {
    double scaled = points / Math.sqrt(scale);
    double bounded =
        Math.max(
            Math.min(points, SMALLEST_EFFECT), Math.min(Math.max(points, LARGEST_EFFECT), scaled));
    return String.format(Locale.ROOT, "%.1f", bounded);
  }
}
