package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.Phase;
import java.util.List;
import java.util.OptionalLong;

/**
 * The return of what had failed: the site that is served through it must serve again within a
 * limit, counted from the moment at which a probe saw it answer, or from the end of the fault where
 * none did.
 *
 * @param fault what was done
 * @param home the site that must serve again
 * @param recovery the phase in which the fault was healed
 * @param attempts the attempts of that phase by which the return is seen
 */
record ServiceReturn(FaultEvent fault, String home, Phase recovery, List<Attempt> attempts) {

  private static final String FROZEN = "frozen";

  /**
   * {@return when it was back; empty if it was never healed} A site that was frozen is back when it
   * runs on: what it takes from then on until it serves is its router's doing. One that was killed
   * has to be started first, which no rule limits.
   */
  static OptionalLong backNanos(FaultEvent fault) {
    return fault.recoveredNanos().isPresent() && !fault.kind().equals(FROZEN)
        ? fault.recoveredNanos()
        : fault.healedNanos();
  }

  /** Judges the return. */
  void judge(double limitSeconds, Findings findings) {
    OptionalLong back = backNanos(fault);
    if (back.isEmpty()) {
      findings.doubt("After the phase " + fault.phase() + " the fault was never healed.");
      return;
    }
    long tooLate = back.getAsLong() + Times.nanos(limitSeconds) + 1;
    OptionalLong served =
        attempts.stream()
            .filter(a -> HeldRamp.on(a, home))
            .mapToLong(a -> a.identifiedNanos().orElse(a.dueNanos()))
            .min();
    String expected = home + " serves again within " + Words.limit(limitSeconds) + " of its return";
    if (served.isPresent() && served.getAsLong() < tooLate) {
      findings.support(
          attempts.stream().filter(a -> HeldRamp.on(a, home)).limit(1).toList(),
          expected,
          "again after " + Words.seconds(Math.max(0, served.getAsLong() - back.getAsLong())));
      return;
    }
    long watched = Math.max(0, recovery.endNanos() - back.getAsLong());
    if (served.isEmpty() && watched < Times.nanos(limitSeconds)) {
      findings.doubt(
          home
              + " did not serve again within the "
              + Words.seconds(watched)
              + " that the phase "
              + recovery.name()
              + " watched; the limit is "
              + Words.limit(limitSeconds)
              + ".");
      return;
    }
    findings.unserved(
        home
            + (served.isEmpty()
                ? " did not serve again in the " + Words.seconds(watched)
                : " served again only " + Words.seconds(served.getAsLong() - back.getAsLong()))
            + " after its return; the limit is "
            + Words.limit(limitSeconds)
            + ".",
        attempts,
        expected,
        List.of(recovery));
  }
}
