package io.spillway.harness.runtime;

import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which routing keys a site can know of: those of its own connectors, and of all sites that links
 * lead to, also by way of others.
 */
public final class KeysInReach {

  private KeysInReach() {}

  /**
   * {@return those of this site}
   *
   * @throws IllegalArgumentException if the network has no such site
   */
  public static Set<String> of(Network network, String site) {
    Set<String> keys = new TreeSet<>();
    Set<String> seen = new LinkedHashSet<>(Set.of(site));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Site next = network.site(open.remove());
      next.connectors().stream().map(Connector::routingKey).forEach(keys::add);
      next.links().stream().map(Link::to).filter(seen::add).forEach(open::add);
      network.sites().stream()
          .filter(other -> other.links().stream().anyMatch(link -> link.to().equals(next.name())))
          .map(Site::name)
          .filter(seen::add)
          .forEach(open::add);
    }
    return keys;
  }
}
