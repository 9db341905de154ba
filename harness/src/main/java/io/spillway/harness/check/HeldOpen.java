package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.Collection;
import java.util.List;

/**
 * Connections that are held stay open: their clients keep them until the last one of their phase is
 * made, so whichever had ended by then was ended by the router.
 *
 * <p>Looks at the prober {@code held} alone, for the attempts of all others end by design. A phase
 * in which a fault acts, or that follows a change, is not judged: a fault may break connections,
 * and what follows a change may be tried twice, the first ones being released before the second
 * ones are made.
 */
final class HeldOpen {

  private static final String PROBER = "held";

  private HeldOpen() {}

  /** Every served connection that the phase holds must be open when its last one is identified. */
  static void judge(History history, Phase phase, Findings findings) {
    if (Change.isBefore(phase) || isStruck(history, phase)) {
      return;
    }
    List<Attempt> held =
        history.attempts(phase.name()).stream()
            .filter(attempt -> attempt.prober().equals(PROBER))
            .filter(attempt -> attempt.servedBy().isPresent())
            .toList();
    List<Attempt> ended = ended(held);
    if (!ended.isEmpty()) {
      findings.unserved(
          Words.count(ended.size())
              + " of "
              + Words.count(held.size(), "connection")
              + " of the phase "
              + phase.name()
              + " had ended when the last one was made, though their clients held them.",
          ended,
          "every connection open until its client closes it",
          List.of(phase));
    }
  }

  /** {@return those of these served attempts that had ended when the last one was identified} */
  static List<Attempt> ended(Collection<Attempt> served) {
    long last =
        served.stream().mapToLong(a -> a.identifiedNanos().orElse(a.dueNanos())).max().orElse(0);
    return served.stream().filter(a -> a.closedNanos().orElse(Long.MAX_VALUE) <= last).toList();
  }

  private static boolean isStruck(History history, Phase phase) {
    return history.faults().stream()
        .anyMatch(
            fault ->
                fault.injectedNanos() <= phase.endNanos()
                    && fault.healedNanos().orElse(Long.MAX_VALUE) >= phase.startNanos());
  }
}
