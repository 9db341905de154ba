package io.spillway.harness.check;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.Phase;
import java.util.Set;

/**
 * Faults that only slow a link. A probe's question is too short to be slowed by most of them, so
 * the traffic itself has to show them: each stream of a phase with the attribute {@code slowed} has
 * to have waited so long for some byte, or nothing is judged.
 */
final class SlowFaults {

  private static final Set<String> KINDS = Set.of("latency", "bandwidth", "sliced");

  private SlowFaults() {}

  /** {@return whether it is for the traffic of this phase to show the fault, and for no probe} */
  static boolean isShownByTraffic(FaultEvent fault, Phase phase) {
    return KINDS.contains(fault.kind()) && phase.attributes().containsKey("slowed");
  }
}
