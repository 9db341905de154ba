package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.Effect;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.harness.stats.SequentialShares.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code weighted-shares}: connections are divided over routing keys in proportion to weights.
 *
 * <p>Feeds the attempts of all phases with {@code role=measure}, in the order in which they were
 * due, to the sequential test that the scenario stopped with. Nothing is broken in these phases, so
 * an attempt that failed is a violation of its own.
 */
final class WeightedShares implements Judge {

  private static final double CONFIDENCE = 0.99;

  @Override
  public String judge(History history, Question question, Findings findings) {
    SequentialShares test = WeightedPlan.test(question);
    List<Phase> phases = history.phasesWith("role", "measure").toList();
    Set<String> names = phases.stream().map(Phase::name).collect(Collectors.toSet());
    List<Attempt> attempts =
        history.attempts().stream().filter(attempt -> names.contains(attempt.phase())).toList();
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    Keys keys = new Keys(history);
    Set<String> weighted = test.expectedShares().keySet();
    List<Optional<String>> reached = new ArrayList<>();
    List<Attempt> strays = new ArrayList<>();
    int indeterminate = 0;
    for (Attempt attempt : attempts) {
      Optional<String> key = keys.of(attempt);
      if (key.isPresent() && !weighted.contains(key.orElseThrow())) {
        strays.add(attempt);
      } else if (key.isPresent() || attempt.outcome() == Outcome.INDETERMINATE) {
        reached.add(key);
        indeterminate += key.isPresent() ? 0 : 1;
      }
    }
    if (reached.size() == indeterminate && strays.isEmpty()) {
      findings.doubt(
          "No attempt was served in a phase with role=measure ("
              + Words.count(failed.size())
              + " failed), so nothing was divided.");
      return "nothing served";
    }
    judgeFailures(failed, strays, attempts.size(), phases, findings);
    replay(test, reached, Optional.empty());
    requireSameAnswer(test, reached, indeterminate, findings);
    return conclude(test, question, failed.size(), findings);
  }

  private static void judgeFailures(
      List<Attempt> failed, List<Attempt> strays, int all, List<Phase> phases, Findings findings) {
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(all, "attempt")
              + " not served though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served",
          phases);
    }
    if (!strays.isEmpty()) {
      String sentence =
          Words.count(strays.size(), "connection") + " served by keys that have no weight here.";
      findings.violated(
          sentence, new Evidence(Findings.indexes(strays), "only the weighted keys", sentence));
    }
  }

  private static void replay(
      SequentialShares test, List<Optional<String>> reached, Optional<String> forUnknown) {
    for (Optional<String> key : reached) {
      key.or(() -> forUnknown).ifPresent(test::add);
    }
  }

  /** Indeterminate attempts matter if the answer depends on which key they would have reached. */
  private static void requireSameAnswer(
      SequentialShares test, List<Optional<String>> reached, int indeterminate, Findings findings) {
    if (indeterminate == 0) {
      return;
    }
    for (String key : test.expectedShares().keySet()) {
      SequentialShares other = test.fresh();
      replay(other, reached, Optional.of(key));
      if (other.decision() != test.decision()) {
        findings.doubt(
            Words.count(indeterminate, "attempt")
                + " ended so that nobody can know which key they would have reached; had it been "
                + key
                + ", the answer would be another.");
        return;
      }
    }
  }

  private static String conclude(
      SequentialShares test, Question question, int failed, Findings findings) {
    Map<String, Double> expected = test.expectedShares();
    int n = test.observations();
    List<Drawing.Bar> bars = new ArrayList<>();
    expected.forEach((key, share) -> bars.add(bar(test, key, share)));
    findings.draw(
        new Drawing.Shares("Connections by routing key, with 99 % confidence intervals", bars));
    Drawing.Bar worst =
        bars.stream()
            .max(Comparator.comparingDouble(bar -> Math.abs(bar.observed() - bar.expectedLow())))
            .orElseThrow();
    String shares = Words.percent(worst.observed()) + " for " + Words.percent(worst.expectedLow());
    String effect = effect(question, expected);
    String alpha = "α " + Words.probability(question.alpha());
    String counts =
        Words.list(
            bars.stream()
                .map(
                    bar ->
                        bar.label()
                            + " "
                            + Words.count(bar.count())
                            + " ("
                            + Words.percent(bar.observed())
                            + " for "
                            + Words.percent(bar.expectedLow())
                            + ")")
                .toList());
    String sample = "n " + Words.count(n);
    switch (test.decision()) {
      case CONFORMS -> {
        findings.worth(worth(question, n, effect));
        findings.support(List.of(), "shares in proportion to the weights", counts);
        findings.note(
            "After "
                + Words.count(n, "connection")
                + ": "
                + counts
                + "; no share is off by "
                + effect
                + ".");
      }
      case DEVIATES -> {
        findings.worth(worth(question, n, effect));
        findings.violated(
            "After "
                + Words.count(n, "connection")
                + ": "
                + counts
                + "; chance would do this to a router that keeps its weights at most once in "
                + Words.count(Math.round(1 / question.alpha()))
                + " runs.",
            new Evidence(List.of(), "shares in proportion to the weights", counts));
      }
      case TRUNCATED ->
          findings.doubt(
              "After "
                  + Words.count(n, "connection")
                  + " the test gave up: "
                  + counts
                  + ", which lies between the weights and "
                  + effect
                  + " off. Raise max-attempts, or look for a deviation of about half of that.");
      case CONTINUE ->
          findings.doubt(
              "Only "
                  + Words.count(n, "connection")
                  + ": "
                  + counts
                  + ". The test needs about "
                  + Words.count(test.expectedObservations())
                  + ".");
    }
    if (failed > 0) {
      return Words.figure(sample, Words.count(failed) + " not served", shares, alpha);
    }
    return test.decision() == Decision.CONFORMS
        ? Words.figure(sample, shares, effect + " would have been seen", alpha)
        : Words.figure(sample, shares, alpha);
  }

  /** Points for some shares, a factor for others, as the sizes of the shares ask for. */
  private static String effect(Question question, Map<String, Double> expected) {
    Effect effect = WeightedPlan.effect(question);
    String points = "±" + Words.decimal(question.ruleCase().number("effect-points"), 2) + " points";
    String factor = "a factor of " + Words.decimal(effect.factor(), 2);
    List<String> words =
        expected.values().stream()
            .map(share -> effect.isFactorFor(share) ? factor : points)
            .distinct()
            .toList();
    return String.join(" or ", words);
  }

  private static Statistics worth(Question question, int n, String effect) {
    return new Statistics(n, question.alpha(), effect, question.ruleCase().number("power"));
  }

  private static Drawing.Bar bar(SequentialShares test, String key, double expected) {
    int count = test.count(key);
    int n = test.observations();
    if (n == 0) {
      return new Drawing.Bar(key, 0, 0, 0, 1, expected, expected);
    }
    Binomials.Interval interval = Binomials.interval(count, n, CONFIDENCE);
    return new Drawing.Bar(
        key, count, (double) count / n, interval.low(), interval.high(), expected, expected);
  }
}
