package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Nobody can serve the attempts of the phase, and every client is told so: refused, reset or closed
 * without a byte, each within the parameter {@code told-limit-seconds} of the moment at which it
 * was due. To be served, or to hang, is not to be told.
 */
final class ToldClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance lets nobody hang
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    double limitSeconds = question.ruleCase().number("told-limit-seconds");
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> known =
        attempts.stream().filter(a -> a.outcome() != Outcome.INDETERMINATE).toList();
    List<Attempt> served = known.stream().filter(a -> a.servedBy().isPresent()).toList();
    List<Attempt> late =
        known.stream()
            .filter(a -> a.servedBy().isEmpty())
            .filter(a -> !a.outcome().told() || took(a) > Times.nanos(limitSeconds))
            .toList();
    if (!served.isEmpty()) {
      String sentence =
          Words.count(served.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served though no destination was left.";
      findings.violated(
          sentence, new Evidence(Findings.indexes(served), "no connection served", sentence));
    }
    if (!late.isEmpty()) {
      findings.unserved(
          Words.count(late.size())
              + " of "
              + Words.count(known.size(), "client")
              + " in the phase "
              + phase.name()
              + " not told within "
              + Words.limit(limitSeconds)
              + " that there is no service: "
              + Words.outcomes(late)
              + ".",
          late,
          "refused, reset or closed without data within " + Words.limit(limitSeconds),
          List.of(phase));
    }
    int wanted = question.ruleCase().integer("attempts");
    if (known.size() < wanted) {
      findings.doubt(
          "Only "
              + Words.count(known.size(), "attempt")
              + " in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
    findings.requireTimes(List.of(phase));
    Optional<Attempt> slowest = known.stream().max(Comparator.comparingLong(ToldClaim::took));
    if (slowest.isEmpty()) {
      return "no attempt";
    }
    findings.worth(
        new Statistics(
                known.size(),
                0,
                "a share of clients left hanging of "
                    + Words.percent(
                        Binomials.boundOfNone(
                            known.size(), Change.powerOfATest(phase, Statistics.POWER)))
                    + " or more",
                Statistics.POWER)
            .with(TrueShare.atMost("clients not told", served.size() + late.size(), known.size())));
    findings.support(
        List.of(slowest.get()),
        "told within " + Words.limit(limitSeconds),
        Words.outcomes(known) + ", the slowest after " + Words.seconds(took(slowest.get())));
    return Words.figure(
        Words.outcomes(known),
        "slowest " + Words.seconds(took(slowest.get())),
        limit(limitSeconds));
  }

  private static String limit(double seconds) {
    return "limit " + Words.limit(seconds);
  }

  private static long took(Attempt attempt) {
    return attempt.closedNanos().orElse(attempt.dueNanos()) - attempt.dueNanos();
  }
}
