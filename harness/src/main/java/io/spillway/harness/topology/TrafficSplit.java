package io.spillway.harness.topology;

/**
 * Divides the connections of a {@link Listener} over several routing keys, as linkerd-failover does
 * with a {@code TrafficSplit} of the Service Mesh Interface; the listener's own key then gets
 * nothing.
 *
 * @param name the resource's name, unique among the site's splits
 * @param listener the name of the listener that it governs, of the same site; governed by no other
 * @param strategy the backends, which are routing keys, and how they are chosen
 */
public record TrafficSplit(String name, String listener, Strategy.Split strategy) {}
