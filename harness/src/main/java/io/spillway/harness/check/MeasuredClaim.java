package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Nothing is claimed of the phase: which groups served its attempts, and how many were not served,
 * is measured and shown. For what no document speaks of.
 *
 * <p>The groups of the attribute {@code to} are shown even if they served nobody; {@code by} says
 * whether they are keys or sites. So many attempts as the parameter {@code attempts} says must have
 * had an end that is known, or it is inconclusive.
 */
final class MeasuredClaim implements PhaseClaim {

  private static final String NOBODY = "not served";

  @Override
  public boolean spends() {
    return false; // nothing fails
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Groups groups = Groups.of(history, phase);
    Map<String, Integer> counts = new TreeMap<>();
    Words.split(phase.attribute("to")).forEach(group -> counts.put(group, 0));
    List<Attempt> known =
        history.attempts(phase.name()).stream()
            .filter(attempt -> attempt.servedBy().isPresent() || attempt.outcome().failed())
            .toList();
    int unserved = 0;
    for (Attempt attempt : known) {
      Optional<String> group = groups.of().apply(attempt);
      group.ifPresent(one -> counts.merge(one, 1, Integer::sum));
      unserved += group.isPresent() ? 0 : 1;
    }
    requireEnough(phase, known.size(), question, findings);
    if (known.isEmpty()) {
      return "nothing measured";
    }
    List<Drawing.Bar> bars = bars(counts, unserved, known.size());
    findings.draw(
        new Drawing.Shares(
            "Where connections of the phase "
                + phase.name()
                + " went, with 99 % confidence intervals",
            bars));
    String words =
        Words.list(bars.stream().map(bar -> bar.label() + " " + Words.count(bar.count())).toList());
    findings.support(List.of(), "measured, not judged: no document says what is right", words);
    findings.note(
        "Of "
            + Words.count(known.size(), "connection")
            + " in the phase "
            + phase.name()
            + ": "
            + words
            + ".");
    String bound =
        "a share of " + Words.percent(Binomials.boundOfNone(known.size(), Statistics.POWER));
    Drawing.Bar fewest =
        bars.stream().min(Comparator.comparingLong(Drawing.Bar::count)).orElseThrow();
    findings.worth(
        new Statistics(known.size(), 0, bound + " or more", Statistics.POWER)
            .with(
                TrueShare.between(
                    "connections " + of(fewest.label()),
                    Math.toIntExact(fewest.count()),
                    known.size())));
    return Words.figure(words, "n " + Words.count(known.size()));
  }

  private static void requireEnough(Phase phase, int known, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("attempts");
    if (known < wanted) {
      findings.doubt(
          "Only "
              + Words.count(known, "attempt")
              + " in the phase "
              + phase.name()
              + " had an end that is known, "
              + Words.count(wanted)
              + " are needed.");
    }
  }

  /** Any share is as right as any other. */
  private static List<Drawing.Bar> bars(Map<String, Integer> counts, int unserved, int n) {
    List<Drawing.Bar> bars = new ArrayList<>();
    counts.forEach((group, count) -> bars.add(Drawing.Bar.of(group, count, n, 0, 1)));
    bars.add(Drawing.Bar.of(NOBODY, unserved, n, 0, 1));
    return bars;
  }

  private static String of(String label) {
    return label.equals(NOBODY) ? NOBODY : "at " + label;
  }
}
