package io.spillway.harness.run;

import io.spillway.harness.check.ClaimPlan;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillPlan;
import io.spillway.harness.check.Statistics;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.report.Figures;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.SharesPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says, before anything is run, what a case's sample will be able to find out. */
final class Outlook {

  private static final int PERCENT = 100;
  private static final String SPILLS = "spill-threshold";
  private static final String ORDER = "randomness";
  private static final String ATTEMPTS = "attempts";

  /** How often something fails, as one rule or another calls it. */
  private static final List<String> FAULTS = List.of("repeats", "faults");

  /** Of these sizes a case has its sample's in the first that it has. */
  private static final List<String> TRIES =
      List.of(
          ATTEMPTS,
          "after-attempts",
          "steady-attempts",
          "sequential",
          "short-connections",
          "connections",
          "streams",
          "window-attempts");

  private Outlook() {}

  /** {@return what will be found out, in a few words; empty where it does not rest on a sample} */
  static String of(Question question) {
    RuleCase ruleCase = question.ruleCase();
    List<String> words = new ArrayList<>();
    if (has(ruleCase, "effect-points") && has(ruleCase, "max-attempts")) {
      words.add(shares(question));
    } else if (has(ruleCase, "hold")) {
      words.add(division(question, ruleCase.integer("hold")));
    }
    if (has(ruleCase, "late-share")) {
      words.add(path(question));
    } else if (has(ruleCase, "share-seen")) {
      words.add(
          "a faster site that gets "
              + Figures.percent(ClaimPlan.fasterSite(question, Statistics.POWER))
              + " or less, in "
              + Figures.count(ruleCase.integer(ATTEMPTS)));
    } else if (question.rule().check().equals(ORDER)) {
      words.add(
          "a dependence of ±"
              + Figures.seconds(
                  ClaimPlan.dependence(question, destinations(ruleCase), Statistics.POWER))
              + " on the destination before, in "
              + Figures.count(ruleCase.integer(ATTEMPTS)));
    } else {
      tries(question).ifPresent(name -> words.add(never(ruleCase.integer(name))));
    }
    if (question.rule().check().equals(SPILLS)) {
      words.add(
          "spills that come "
              + Figures.count(SpillPlan.lateness(question, Statistics.POWER), "connection")
              + " late");
    }
    FAULTS.stream()
        .filter(name -> has(ruleCase, name))
        .forEach(name -> words.add(Figures.count(ruleCase.integer(name), "fault")));
    return String.join("; ", words);
  }

  /** Beside shares it is connections of another listener, of which none may go wrong. */
  private static Optional<String> tries(Question question) {
    return TRIES.stream()
        .filter(name -> has(question.ruleCase(), name))
        .filter(name -> name.equals(ATTEMPTS) || !has(question.ruleCase(), "effect-points"))
        .filter(name -> !isAnothers(question, name))
        .findFirst();
  }

  private static String path(Question question) {
    int n = question.ruleCase().integer(ATTEMPTS);
    OptionalDouble effect = ClaimPlan.wrongPath(question, Statistics.POWER);
    return effect.isEmpty()
        ? Figures.count(n, "connection") + ", too few to find out a wrong path"
        : "a share of "
            + Figures.percent(effect.getAsDouble())
            + " over a wrong path, in "
            + Figures.count(n);
  }

  /** Keys, or else two sites. */
  private static int destinations(RuleCase ruleCase) {
    return has(ruleCase, "weights") ? WeightedPlan.weights(ruleCase.text("weights")).size() : 2;
  }

  /** Rules that share a scenario declare each other's sizes, so that they agree on them. */
  private static boolean isAnothers(Question question, String parameter) {
    return parameter.equals("sequential") && question.rule().check().equals(SPILLS);
  }

  private static String shares(Question question) {
    RuleCase ruleCase = question.ruleCase();
    int most = ruleCase.integer("max-attempts");
    String text =
        "a share that is off by "
            + Figures.seconds(ruleCase.number("effect-points"))
            + " points, or small ones by a factor, with probability "
            + Figures.atLeast(has(ruleCase, "power") ? ruleCase.number("power") : Statistics.POWER)
            + " within "
            + Figures.count(most, "connection");
    return has(ruleCase, "weights")
        ? text + fixed(question, WeightedPlan.weights(ruleCase.text("weights")), most)
        : text;
  }

  private static String fixed(Question question, Map<String, Integer> weights, int n) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    weights.forEach((key, weight) -> shares.put(key, (double) weight / sum));
    OptionalDouble effect = new SharesPlan(shares, question.alpha(), Statistics.POWER).effect(n);
    return effect.isEmpty()
        ? ""
        : " (by " + Figures.percent(effect.getAsDouble()) + " if it takes them all)";
  }

  private static String division(Question question, int n) {
    OptionalDouble effect =
        new SharesPlan(Map.of("one", 0.5, "other", 0.5), question.alpha(), Statistics.POWER)
            .effect(n);
    return effect.isEmpty()
        ? Figures.count(n, "connection") + ", too few to find out an uneven division"
        : "a division that is off by "
            + Figures.seconds(effect.getAsDouble() * PERCENT)
            + " points in "
            + Figures.count(n, "connection");
  }

  private static String never(int n) {
    return "what happens to 1 connection in "
        + Figures.count((long) Math.floor(1 / Binomials.boundOfNone(n, Statistics.POWER)))
        + " or more, in "
        + Figures.count(n);
  }

  private static boolean has(RuleCase ruleCase, String parameter) {
    return ruleCase.parameters().containsKey(parameter);
  }
}
