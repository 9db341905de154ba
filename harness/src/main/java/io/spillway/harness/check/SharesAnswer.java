package io.spillway.harness.check;

import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.ConfidenceSequence;
import io.spillway.harness.stats.Effect;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.harness.stats.SequentialShares.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a sequential test of shares has answered for one phase, in words and as a drawing.
 *
 * @param phase the phase
 * @param groups what was divided over
 * @param test the test, with every attempt of the phase taken in
 * @param question what was asked
 * @param alpha the probability of a false fail that this phase spends
 */
record SharesAnswer(
    Phase phase, Groups groups, SequentialShares test, Question question, double alpha) {

  private static final int PERCENT = 100;
  private static final String EXPECTED = "shares in proportion to the weights";

  /** Tells the answer, and returns the figure that decided it. */
  String conclude(int failed, Findings findings) {
    List<Drawing.Bar> bars = bars();
    findings.draw(
        new Drawing.Shares(
            "Connections by "
                + groups.word()
                + " in the phase "
                + phase.name()
                + ", with 99 % confidence intervals",
            bars));
    String counts = Words.list(bars.stream().map(SharesAnswer::counted).toList());
    if (test.observations() > 0) {
      findings.worth(worth(bars));
    }
    switch (test.decision()) {
      case CONFORMS -> conforms(counts, findings);
      case DEVIATES -> deviates(counts, findings);
      case TRUNCATED ->
          findings.doubt(
              after()
                  + " the test gave up: "
                  + counts
                  + ", which lies between the weights and "
                  + effect()
                  + " off. Raise max-attempts, or look for a deviation of about half of that.",
              EXPECTED,
              counts);
      case CONTINUE ->
          findings.doubt(
              "Only "
                  + Words.count(test.observations(), "connection")
                  + inPhase()
                  + ": "
                  + counts
                  + ". The test needs about "
                  + Words.count(test.expectedObservations())
                  + ".",
              EXPECTED,
              counts);
    }
    return figure(bars, failed);
  }

  private void conforms(String counts, Findings findings) {
    findings.support(List.of(), EXPECTED, counts);
    findings.note(after() + ": " + counts + "; no share is off by " + effect() + ".");
  }

  private void deviates(String counts, Findings findings) {
    findings.misplaced(
        after()
            + ": "
            + counts
            + "; chance would do this to a router that keeps its weights at most once in "
            + Words.count(Math.round(1 / alpha))
            + " runs.",
        new Evidence(List.of(), EXPECTED, counts),
        List.of(phase));
  }

  private String figure(List<Drawing.Bar> bars, int failed) {
    Drawing.Bar worst = worst(bars);
    String sample = "n " + Words.count(test.observations());
    String shares = Words.percent(worst.observed()) + " for " + Words.percent(worst.expectedLow());
    String spent = "α " + Words.probability(alpha);
    if (failed > 0) {
      return Words.figure(sample, Words.count(failed) + " not served", shares, spent);
    }
    return test.decision() == Decision.CONFORMS
        ? Words.figure(sample, shares, effect() + " would have been seen", spent)
        : Words.figure(sample, shares, spent);
  }

  private String after() {
    return "After " + Words.count(test.observations(), "connection") + inPhase();
  }

  private String inPhase() {
    return " in the phase " + phase.name();
  }

  /** Points for some shares, a factor for others, as the sizes of the shares ask for. */
  private String effect() {
    Effect effect = WeightedPlan.effect(question);
    String points = "±" + Words.decimal(question.ruleCase().number("effect-points"), 2) + " points";
    String factor = "a factor of " + Words.decimal(effect.factor(), 2);
    List<String> words =
        test.expectedShares().values().stream()
            .map(share -> effect.isFactorFor(share) ? factor : points)
            .distinct()
            .toList();
    return String.join(" or ", words);
  }

  /** With an answer, what the test promises; without, what so few would have shown. */
  private Statistics worth(List<Drawing.Bar> bars) {
    Drawing.Bar worst = worst(bars);
    int n = test.observations();
    boolean answered = test.decision() == Decision.CONFORMS || test.decision() == Decision.DEVIATES;
    double power = question.ruleCase().number("power");
    return new Statistics(n, alpha, answered ? effect() : effectSoFar(power), power)
        .with(
            TrueShare.whenStopped("connections at " + worst.label(), test.count(worst.label()), n));
  }

  private String effectSoFar(double power) {
    OptionalDouble deviation = test.deviationSeen(power);
    return deviation.isPresent()
        ? "±" + Words.decimal(deviation.getAsDouble() * PERCENT, 1) + " points"
        : "no deviation, for that they are too few";
  }

  /** The group whose share is furthest from what it must be. */
  private static Drawing.Bar worst(List<Drawing.Bar> bars) {
    return bars.stream()
        .max(Comparator.comparingDouble(bar -> Math.abs(bar.observed() - bar.expectedLow())))
        .orElseThrow();
  }

  private List<Drawing.Bar> bars() {
    List<Drawing.Bar> bars = new ArrayList<>();
    for (Map.Entry<String, Double> expected : test.expectedShares().entrySet()) {
      bars.add(bar(expected.getKey(), expected.getValue()));
    }
    return bars;
  }

  private Drawing.Bar bar(String group, double expected) {
    int count = test.count(group);
    int n = test.observations();
    if (n == 0) {
      return new Drawing.Bar(group, 0, 0, 0, 1, expected, expected);
    }
    Binomials.Interval interval = ConfidenceSequence.interval(count, n, Drawing.Bar.CONFIDENCE);
    return new Drawing.Bar(
        group, count, (double) count / n, interval.low(), interval.high(), expected, expected);
  }

  private static String counted(Drawing.Bar bar) {
    return bar.label()
        + " "
        + Words.count(bar.count())
        + " ("
        + Words.percent(bar.observed())
        + " for "
        + Words.percent(bar.expectedLow())
        + ")";
  }
}
