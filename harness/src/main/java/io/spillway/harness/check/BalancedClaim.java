package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;

/**
 * The phase's connections are spread over two groups, those that its attribute {@code to} lists:
 * each serves at least the parameter {@code share-min} of them, or what a fair coin could leave it.
 * A router need not be fair to keep the claim, and a fair one breaks it with probability α at the
 * most. So many as the parameter {@code hold} says must have been served, or it is inconclusive.
 */
final class BalancedClaim implements PhaseClaim {

  private static final double CONFIDENCE = 0.99;
  private static final double POWER = 0.999;

  @Override
  public boolean spends() {
    return true;
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Groups groups = Groups.of(history, phase);
    List<String> two = Words.split(phase.attribute("to"));
    if (two.size() != 2) {
      throw new IllegalArgumentException(
          "phase " + phase.name() + " is to be balanced over two groups, not over " + two);
    }
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    int first = count(attempts, groups, two.get(0));
    int second = count(attempts, groups, two.get(1));
    int n = first + second;
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size(), "connection")
              + " in the phase "
              + phase.name()
              + " not served though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served",
          List.of(phase));
    }
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
    int wanted = question.ruleCase().integer("hold");
    if (n < wanted) {
      findings.doubt(
          "Only "
              + Words.count(n, "connection")
              + " served in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
      return "too few served";
    }
    int least = least(n, question.ruleCase().number("share-min"), alpha);
    String observed =
        Words.count(first)
            + " at "
            + two.get(0)
            + " and "
            + Words.count(second)
            + " at "
            + two.get(1);
    String expected = "at least " + Words.count(least) + " of " + Words.count(n) + " at each";
    if (Math.min(first, second) < least) {
      findings.violated(
          "Of the connections in the phase "
              + phase.name()
              + " "
              + observed
              + "; expected were "
              + expected
              + ".",
          new Evidence(List.of(), expected, observed));
    } else {
      findings.support(List.of(), expected, observed);
      findings.note(
          "In the phase " + phase.name() + " " + observed + "; expected were " + expected + ".");
    }
    findings.draw(
        new Drawing.Shares(
            "Connections in the phase " + phase.name(),
            List.of(bar(two.get(0), first, n, least), bar(two.get(1), second, n, least))));
    findings.worth(
        new Statistics(
            n,
            alpha,
            "a group with "
                + Words.percent(Binomials.foundOutBelow(Math.max(1, least), n, POWER))
                + " or less",
            POWER));
    return observed;
  }

  private static int count(List<Attempt> attempts, Groups groups, String group) {
    return (int)
        attempts.stream()
            .filter(a -> groups.of().apply(a).filter(group::equals).isPresent())
            .count();
  }

  /** The fewest connections of a group that are still accepted. */
  private static int least(int n, double shareMin, double alpha) {
    int fair = Binomials.acceptanceRegion(n, 0.5, alpha).low();
    return Math.min(fair, (int) Math.ceil(n * shareMin));
  }

  private static Drawing.Bar bar(String group, int count, int n, int least) {
    Binomials.Interval interval = Binomials.interval(count, n, CONFIDENCE);
    double low = (double) least / n;
    return new Drawing.Bar(
        group, count, (double) count / n, interval.low(), interval.high(), low, 1 - low);
  }
}
