package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The return of a failed site: it must serve again within a limit, counted from the moment at which
 * an independent probe saw it answer, or from the end of the fault where none did.
 *
 * @param history the history
 * @param load the phase in which the fault was injected
 * @param recovery the phase in which the site was healed, if there is one
 * @param victim the site
 * @param fault what was done to it
 */
record SiteReturn(
    History history, Phase load, Optional<Phase> recovery, String victim, FaultEvent fault) {

  /** Judges the return. */
  void judge(double limitSeconds, Findings findings) {
    OptionalLong back =
        fault.recoveredNanos().isPresent() ? fault.recoveredNanos() : fault.healedNanos();
    if (recovery.isEmpty() || back.isEmpty()) {
      findings.doubt(
          "After the phase "
              + load.name()
              + (back.isEmpty() ? " the fault was never healed." : " there is no recovery phase."));
      return;
    }
    long tooLate = back.getAsLong() + Times.nanos(limitSeconds) + 1;
    List<Attempt> attempts = history.attempts(recovery.get().name());
    OptionalLong served =
        attempts.stream()
            .filter(a -> HeldRamp.on(a, victim))
            .mapToLong(a -> a.identifiedNanos().orElse(a.dueNanos()))
            .min();
    String expected =
        victim + " serves again within " + Words.limit(limitSeconds) + " of its return";
    if (served.isPresent() && served.getAsLong() < tooLate) {
      findings.support(
          attempts.stream().filter(a -> HeldRamp.on(a, victim)).limit(1).toList(),
          expected,
          "again after " + Words.seconds(Math.max(0, served.getAsLong() - back.getAsLong())));
      return;
    }
    long watched = Math.max(0, recovery.get().endNanos() - back.getAsLong());
    if (served.isEmpty() && watched < Times.nanos(limitSeconds)) {
      findings.doubt(
          victim
              + " did not serve again within the "
              + Words.seconds(watched)
              + " that the phase "
              + recovery.get().name()
              + " watched; the limit is "
              + Words.limit(limitSeconds)
              + ".");
      return;
    }
    findings.unserved(
        victim
            + (served.isEmpty()
                ? " did not serve again in the " + Words.seconds(watched)
                : " served again only " + Words.seconds(served.getAsLong() - back.getAsLong()))
            + " after its return; the limit is "
            + Words.limit(limitSeconds)
            + ".",
        attempts,
        expected,
        List.of(recovery.get()));
  }
}
