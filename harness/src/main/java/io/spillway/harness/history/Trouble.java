package io.spillway.harness.history;

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
 *     system's table of the connections that it follows is full, and it drops packets)
 * @param description what was seen, with the figures, and what to do about it
 */
public record Trouble(long atNanos, String kind, String description) {}
