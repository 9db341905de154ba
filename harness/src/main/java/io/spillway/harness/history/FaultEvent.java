package io.spillway.harness.history;

import java.util.OptionalLong;

/**
 * One fault, from its injection to its end. Times are nanoseconds since the start of the run.
 *
 * @param phase the name of the phase in which it was injected
 * @param kind what was done: {@code killed}, {@code frozen}, {@code cut}, {@code latency}, …
 * @param target what it was done to: a site, a link, or a workload as {@code site/connector}
 * @param description the fault in one readable phrase, with its parameters
 * @param injectedNanos when the call that injects it was made
 * @param observedNanos by when an independent probe showed that it had taken effect, past the
 *     routers under test or, of a fault of a site, through no other router than its own; absent if
 *     none did, and then the fault proves nothing unless the traffic shows it
 * @param healedNanos when the call that undoes it returned
 * @param recoveredNanos when the independent probe saw that what it had hit answers again
 */
public record FaultEvent(
    String phase,
    String kind,
    String target,
    String description,
    long injectedNanos,
    OptionalLong observedNanos,
    OptionalLong healedNanos,
    OptionalLong recoveredNanos) {}
