package io.spillway.harness.history;

import java.util.Set;

/**
 * The harness's own trouble: no ports left, a starved CPU, a workload slow to accept. A check that
 * finds one where it matters does not blame the router.
 *
 * @param atNanos when it was noticed, since the start of the run
 * @param kind a short fixed word: {@code ports}, {@code descriptors}, {@code backlog} (workloads
 *     came late to accept), {@code workload} (they serve no more), {@code starved}, {@code clock}
 *     (this machine's wall clock and its monotonic one went apart), {@code interrupted}, {@code
 *     unsettled} (workloads count connections that nobody should have open), {@code disk} (the
 *     history file), {@code address} (a target's address is not known), {@code conntrack} (the
 *     system's table of the connections that it follows is full, and it drops packets), {@code
 *     driver} (the router or its driver broke the driver's contract, as by a process that ended by
 *     itself)
 * @param description what was seen, with the figures, and what to do about it
 */
public record Trouble(long atNanos, String kind, String description) {

  /** The kind of trouble that says that the driver's contract was broken. */
  public static final String DRIVER = "driver";

  /** The kinds that say that this machine stood still, did not keep up, or ran out of something. */
  private static final Set<String> STANDSTILLS =
      Set.of("starved", "backlog", "clock", "descriptors", "conntrack");

  /** {@return whether this machine stood still, so that what was seen may be of its making} */
  public boolean stoodStill() {
    return STANDSTILLS.contains(kind);
  }
}
