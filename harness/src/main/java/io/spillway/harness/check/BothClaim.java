package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.Spread;
import java.util.List;

/**
 * Every attempt of the phase is served by one of the two groups in the attribute {@code to}, and
 * each of the two serves the parameter {@code share-min} of them at least; {@code by} says what
 * groups are.
 *
 * <p>A router that spreads by fair coins keeps the rule, so a share that a coin brings about with
 * probability α or more is no violation but leaves the verdict open ({@link Spread}).
 */
final class BothClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return true;
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Groups groups = Groups.of(history, phase);
    List<String> to = to(phase);
    List<Attempt> attempts = history.attempts(phase.name());
    OnlyClaim.judgeServed(history, phase, question, findings);
    OnlyClaim.judgePlaces(history, phase, findings);
    List<Attempt> first = on(attempts, groups, to.get(0));
    List<Attempt> second = on(attempts, groups, to.get(1));
    int n = first.size() + second.size();
    if (n == 0) {
      return "nothing served";
    }
    Spread spread = new Spread(n, question.ruleCase().number("share-min"), alpha);
    List<Attempt> smaller = first.size() < second.size() ? first : second;
    String observed =
        words(first, n) + " at " + to.get(0) + " and " + words(second, n) + " at " + to.get(1);
    String expected = "at least " + Words.percent(spread.shareMin()) + " at each";
    String sentence =
        "In the phase " + phase.name() + " " + observed + "; " + expected + " is asked for.";
    if (smaller.size() < spread.certain()) {
      findings.misplaced(
          sentence,
          new Evidence(Findings.indexes(smaller == first ? second : first), expected, observed),
          List.of(phase));
    } else if (smaller.size() < spread.least()) {
      findings.doubt(
          sentence
              + " A router that spreads by fair coins would do this too, with a probability above "
              + Words.probability(alpha)
              + ".",
          expected,
          observed);
    } else {
      findings.support(smaller, expected, observed);
    }
    findings.worth(
        new Statistics(
                n,
                alpha,
                "a share of "
                    + Words.percent(
                        Binomials.foundOutBelow(
                            Math.max(1, spread.certain()),
                            n,
                            Change.powerOfATest(phase, Statistics.POWER)))
                    + " or less",
                Statistics.POWER)
            .with(
                TrueShare.between(
                    "connections at " + to.get(smaller == first ? 0 : 1), smaller.size(), n)));
    findings.draw(
        new Drawing.Shares(
            "Connections in the phase " + phase.name(),
            List.of(
                bar(to.get(0), first.size(), n, spread),
                bar(to.get(1), second.size(), n, spread))));
    return Words.figure(OnlyClaim.missed(attempts) + observed);
  }

  private static List<String> to(Phase phase) {
    List<String> to = Words.split(phase.attribute("to"));
    if (to.size() != 2) {
      throw new IllegalArgumentException(
          "phase " + phase.name() + " claims that both of two serve, but names " + to);
    }
    return to;
  }

  private static List<Attempt> on(List<Attempt> attempts, Groups groups, String group) {
    return attempts.stream()
        .filter(attempt -> groups.of().apply(attempt).filter(group::equals).isPresent())
        .toList();
  }

  private static String words(List<Attempt> part, int n) {
    return Words.percent((double) part.size() / n);
  }

  private static Drawing.Bar bar(String label, int count, int n, Spread spread) {
    return Drawing.Bar.of(label, count, n, spread.shareMin(), 1 - spread.shareMin());
  }
}
