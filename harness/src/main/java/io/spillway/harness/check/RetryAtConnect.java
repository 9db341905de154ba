package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code retry-at-connect}: clients do not notice that what the router tried first could not be
 * connected.
 *
 * <p>Looks at each phase with {@code role=load}, over a fault of {@code victim} that lets every
 * connect fail. Judged are the attempts that were due from the moment at which the fault was seen
 * to act to its end: whoever was connected already when it came cannot be helped, and does not
 * count. None of them may fail, however late it is served.
 */
final class RetryAtConnect implements Judge {

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<Phase> loads = history.phasesWith("role", "load").toList();
    int wanted = question.ruleCase().integer("faults");
    List<Attempt> exposed = new ArrayList<>();
    int faults = 0;
    for (Phase load : loads) {
      List<Attempt> own = exposed(history, load, findings);
      exposed.addAll(own);
      faults += isEnough(own, load, question, findings) ? 1 : 0;
    }
    if (faults < wanted) {
      findings.doubt(
          "Only "
              + Words.count(faults, "fault")
              + " could be judged, "
              + Words.count(wanted)
              + " are needed.");
    }
    List<Attempt> known =
        exposed.stream().filter(a -> a.servedBy().isPresent() || a.outcome().failed()).toList();
    if (known.isEmpty()) {
      return "nothing to judge";
    }
    List<Attempt> failed = known.stream().filter(a -> a.outcome().failed()).toList();
    String expected = "every connection served, tried elsewhere if need be";
    String figure =
        Words.count(failed.size())
            + " of "
            + Words.count(known.size())
            + " saw an error ("
            + Words.percent((double) failed.size() / known.size())
            + ")";
    if (failed.isEmpty()) {
      findings.support(List.of(), expected, figure);
      findings.note(
          "None of "
              + Words.count(known.size(), "connection")
              + " that began during "
              + Words.count(faults, "fault")
              + " saw an error.");
    } else {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(known.size(), "connection")
              + " that began during the faults saw an error: "
              + Words.outcomes(failed)
              + ".",
          failed,
          expected,
          loads);
    }
    findings.requireDeterminate("during the faults", exposed);
    findings.worth(
        new Statistics(
                known.size(),
                0,
                "a share of "
                    + Words.percent(Binomials.boundOfNone(known.size(), Statistics.POWER))
                    + " or more that saw an error",
                Statistics.POWER)
            .with(TrueShare.atMost("connections that saw an error", failed.size(), known.size())));
    return figure;
  }

  /** The attempts that began while the fault of this phase was seen to act. */
  private static List<Attempt> exposed(History history, Phase load, Findings findings) {
    String victim = load.attribute("victim");
    Optional<FaultEvent> fault =
        history.faults(load.name()).stream().filter(f -> f.target().equals(victim)).findFirst();
    if (fault.isEmpty() || fault.get().observedNanos().isEmpty()) {
      findings.doubt(
          "No independent probe saw a fault of " + victim + " in the phase " + load.name() + ".");
      return List.of();
    }
    List<Attempt> attempts = history.attempts(load.name());
    long injected = fault.get().injectedNanos();
    String home = load.attribute("home");
    if (attempts.stream().noneMatch(a -> a.dueNanos() < injected && HeldRamp.on(a, home))) {
      findings.doubt(
          home
              + " served nothing before the fault in the phase "
              + load.name()
              + ", so nobody would have tried it.");
      return List.of();
    }
    long to = fault.get().healedNanos().orElse(load.endNanos());
    return Times.dueFrom(attempts, fault.get().observedNanos().getAsLong()).stream()
        .filter(a -> a.dueNanos() < to)
        .toList();
  }

  /** Too few show no fault's worth of service; what went wrong with them is wrong all the same. */
  private static boolean isEnough(
      List<Attempt> exposed, Phase load, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("window-attempts");
    boolean enough = exposed.size() >= wanted;
    if (!enough && !exposed.isEmpty()) {
      findings.doubt(
          "Only "
              + Words.count(exposed.size(), "connection")
              + " began during the fault in the phase "
              + load.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    return enough;
  }
}
