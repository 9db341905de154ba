package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The group that the phase's attribute {@code to} names, a key or a site as {@code by} says, is the
 * faster one of two, and gets more than half of the attempts.
 *
 * <p>Two exact binomial tests. The claim holds if a share of one half would bring about so many
 * with probability alpha at the most. Where it does not show so, the claim is broken if the share
 * that the parameter {@code share-seen} names would bring about so few with probability alpha at
 * the most: so a router that keeps the rule clearly is failed as seldom as alpha says, and one that
 * takes no notice, or the wrong one, is failed. Between the two it is inconclusive.
 *
 * <p>A router that keeps equally many connections open at both divides new ones in the inverse
 * proportion of the times for which they are open. Where these did not differ by so much that
 * {@code share-seen} could come about, as on a machine that is too busy, nothing is held against
 * it.
 */
final class FasterClaim implements PhaseClaim {

  private static final double HALF = 0.5;

  @Override
  public boolean spends() {
    return true;
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Groups groups = Groups.of(history, phase);
    String to = phase.attribute("to");
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> served = attempts.stream().filter(a -> a.servedBy().isPresent()).toList();
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    int there =
        (int) served.stream().filter(a -> groups.of().apply(a).orElseThrow().equals(to)).count();
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(attempts.size(), "attempt")
              + " in the phase "
              + phase.name()
              + " not served though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served",
          List.of(phase));
    }
    int n = served.size();
    int wanted = question.ruleCase().integer("attempts");
    if (n < wanted) {
      findings.doubt(
          "Only "
              + Words.count(n, "connection")
              + " served in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
    if (n == 0) {
      return "nothing served";
    }
    draw(phase, to, there, n, findings);
    Count count = new Count(to, there, n);
    double ratio = ratio(served, attempt -> groups.of().apply(attempt).orElseThrow().equals(to));
    decide(phase, count, ratio, question, alpha, findings);
    return Words.figure(
        "n " + Words.count(n),
        Words.percent((double) there / n) + " at " + to + ", more than half asked for",
        "α " + Words.probability(alpha));
  }

  private static void decide(
      Phase phase, Count count, double ratio, Question question, double alpha, Findings findings) {
    double seen = question.ruleCase().number("share-seen");
    int n = count.n();
    OptionalInt least = Binomials.leastMore(n, HALF, alpha);
    int lowest = ClaimPlan.lowestOfFaster(n, seen, alpha);
    String observed = count.words() + " in the phase " + phase.name();
    String expected = "more than half at " + count.to();
    if (least.isPresent() && count.there() >= least.getAsInt()) {
      findings.support(List.of(), expected, observed);
      findings.note(
          observed
              + "; half of the traffic would bring about "
              + Words.count(least.getAsInt())
              + " or more at most once in "
              + Words.count(Math.round(1 / alpha))
              + " runs.");
    } else if (ratio < seen / (1 - seen)) {
      findings.doubt(
          observed
              + ", but connections elsewhere were open only "
              + Words.decimal(ratio, 2)
              + " times as long, "
              + Words.decimal(seen / (1 - seen), 2)
              + " times are needed for a difference that counts; the machine may be too busy.",
          expected,
          observed);
    } else if (count.there() < lowest) {
      findings.misplaced(
          observed
              + ", which is not more than half; a share of "
              + Words.percent(seen)
              + " would bring about fewer than "
              + Words.count(lowest)
              + " at most once in "
              + Words.count(Math.round(1 / alpha))
              + " runs.",
          new Evidence(List.of(), expected, observed),
          List.of(phase));
    } else {
      findings.doubt(
          observed
              + ", which is too near to half of them to say whether it is more. Raise attempts.",
          expected,
          observed);
    }
    findings.worth(
        new Statistics(
                n,
                alpha,
                "a share of "
                    + Words.percent(ClaimPlan.fasterSite(n, seen, alpha, Statistics.POWER))
                    + " or less",
                Statistics.POWER)
            .with(TrueShare.between("connections at " + count.to(), count.there(), n)));
  }

  /**
   * How much longer an attempt elsewhere took than one there, in the mean; without limit where one
   * of the two has no attempt.
   */
  private static double ratio(List<Attempt> served, Predicate<Attempt> there) {
    Map<Boolean, Double> means =
        served.stream()
            .filter(attempt -> attempt.closedNanos().isPresent())
            .collect(
                Collectors.partitioningBy(
                    there,
                    Collectors.averagingDouble(a -> a.closedNanos().orElseThrow() - a.dueNanos())));
    return means.get(true) > 0 && means.get(false) > 0
        ? means.get(false) / means.get(true)
        : Double.POSITIVE_INFINITY;
  }

  private static void draw(Phase phase, String to, int there, int n, Findings findings) {
    findings.draw(
        new Drawing.Shares(
            "Connections in the phase " + phase.name() + ", with a 99 % confidence interval",
            List.of(Drawing.Bar.of(to, there, n, HALF, 1))));
  }

  /** How many of the served attempts were served there. */
  private record Count(String to, int there, int n) {

    String words() {
      return Words.count(there)
          + " of "
          + Words.count(n, "connection")
          + " ("
          + Words.percent((double) there / n)
          + ") at "
          + to;
    }
  }
}
