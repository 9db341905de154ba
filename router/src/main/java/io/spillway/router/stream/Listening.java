package io.spillway.router.stream;

import io.spillway.router.route.Choice;

/**
 * What every client of a listener needs to know.
 *
 * @param listener the listener's name
 * @param site the listener's site
 * @param choice how it chooses
 * @param counters what became of its clients
 * @param open the connections that are open now
 * @param workloads the workloads of this site
 * @param limits how long and how often a stream is tried
 */
public record Listening(
    String listener,
    String site,
    Choice choice,
    ListenerCounters counters,
    OpenCounts open,
    Workloads workloads,
    Limits limits) {}
