package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every attempt of the phase is served, and by one of the groups that its attribute {@code to}
 * lists; {@code by} says whether they are keys or sites. Those that are held stay open ({@link
 * HeldOpen}). So many as the parameter {@code attempts} says, or another one that the attribute
 * {@code enough} names, must have been served, or it is inconclusive; and so it is where the
 * attribute {@code control} names a phase in which nobody else served either, for what never could
 * serve proves nothing by not serving.
 */
final class OnlyClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance sends nothing where nothing may go
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    judgeServed(history, phase, question, findings);
    List<Attempt> elsewhere = judgePlaces(history, phase, findings);
    requireControl(history, phase, findings);
    List<Attempt> served =
        history.attempts(phase.name()).stream().filter(a -> a.servedBy().isPresent()).toList();
    String where = where(phase);
    if (served.isEmpty()) {
      return "nothing served";
    }
    findings.draw(
        new Drawing.Shares(
            "Connections in the phase " + phase.name(),
            List.of(
                Drawing.Bar.of(where, served.size() - elsewhere.size(), served.size(), 1),
                Drawing.Bar.of("elsewhere", elsewhere.size(), served.size(), 0))));
    double power = Change.powerOfATest(phase, Statistics.POWER);
    String bound =
        "a leak of " + Words.percent(Binomials.boundOfNone(served.size(), power)) + " or more";
    findings.worth(
        new Statistics(served.size(), 0, bound, Statistics.POWER)
            .with(
                TrueShare.atMost("connections not at " + where, elsewhere.size(), served.size())));
    String missed = missed(history.attempts(phase.name()));
    if (missed.isEmpty() && elsewhere.isEmpty()) {
      String sentence =
          "All "
              + Words.count(served.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served by "
              + where
              + ".";
      findings.support(List.of(), "every connection at " + where, sentence);
      findings.note(sentence);
    }
    return Words.figure(
        missed
            + Words.count(elsewhere.size())
            + " of "
            + Words.count(served.size())
            + " not at "
            + where,
        bound + " would have been seen");
  }

  /** {@return how many of these were not served, before a figure's other words; empty if none} */
  static String missed(List<Attempt> attempts) {
    long failed = attempts.stream().filter(attempt -> attempt.outcome().failed()).count();
    return failed == 0 ? "" : Words.count(failed) + " not served, ";
  }

  /** Every attempt of the phase must be served, those held stay open, and enough of them. */
  static void judgeServed(History history, Phase phase, Question question, Findings findings) {
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(attempts.size(), "attempt")
              + " in the phase "
              + phase.name()
              + " not served: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served by " + where(phase),
          List.of(phase));
    }
    HeldOpen.judge(history, phase, findings);
    requireEnough(
        phase,
        phase.attributes().getOrDefault("enough", "attempts"),
        (int) attempts.stream().filter(a -> a.servedBy().isPresent()).count(),
        question,
        findings);
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
  }

  /** What is served must be served by one of {@code to}; returns what was not. */
  static List<Attempt> judgePlaces(History history, Phase phase, Findings findings) {
    Groups groups = Groups.of(history, phase);
    Set<String> to = new TreeSet<>(Words.split(phase.attribute("to")));
    List<Attempt> served =
        history.attempts(phase.name()).stream().filter(a -> a.servedBy().isPresent()).toList();
    List<Attempt> elsewhere =
        served.stream().filter(a -> !to.contains(groups.of().apply(a).orElseThrow())).toList();
    if (!elsewhere.isEmpty()) {
      String sentence =
          Words.count(elsewhere.size())
              + " of "
              + Words.count(served.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served by "
              + Words.list(
                  elsewhere.stream()
                      .map(a -> groups.of().apply(a).orElseThrow())
                      .distinct()
                      .sorted()
                      .toList())
              + " and not by "
              + where(phase)
              + ".";
      findings.misplaced(
          sentence,
          new Evidence(
              Findings.indexes(elsewhere), "every connection at " + where(phase), sentence),
          List.of(phase));
    }
    return elsewhere;
  }

  private static void requireControl(History history, Phase phase, Findings findings) {
    String control = phase.attributes().get("control");
    if (control == null) {
      return;
    }
    Groups groups = Groups.of(history, phase);
    Set<String> to = Set.copyOf(Words.split(phase.attribute("to")));
    List<Attempt> others =
        history.attempts(control).stream()
            .filter(a -> groups.of().apply(a).filter(group -> !to.contains(group)).isPresent())
            .toList();
    if (others.isEmpty()) {
      findings.doubt(
          "In the phase "
              + control
              + " somebody else than "
              + where(phase)
              + " had to serve, and nobody did; so that nobody else did in the phase "
              + phase.name()
              + " shows nothing.");
    } else {
      findings.support(
          List.of(others.get(0)),
          "somebody else than " + where(phase) + " can serve",
          Words.count(others.size(), "connection") + " elsewhere in the phase " + control);
    }
  }

  private static String where(Phase phase) {
    return Words.list(List.copyOf(new TreeSet<>(Words.split(phase.attribute("to")))));
  }

  /** So many connections must have been served as this parameter says, or the verdict is open. */
  static void requireEnough(
      Phase phase, String parameter, int served, Question question, Findings findings) {
    int wanted = question.ruleCase().integer(parameter);
    if (served < wanted) {
      findings.doubt(
          "Only "
              + Words.count(served, "connection")
              + " served in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
  }
}
