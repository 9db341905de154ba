package io.spillway.harness.runtime.local;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.runtime.LinkWays;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Site;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a site is on this machine.
 *
 * @param address the site's own, where the system has several
 * @param linkPorts where its router listens for other sites: one port, or one for each channel
 * @param listenerPorts where it listens for clients, by the listener's name
 * @param ownPorts where it listens for itself, by the names that its driver gives
 * @param held the ports, held until the router starts
 */
record SitePlace(
    InetAddress address,
    Map<String, Integer> linkPorts,
    Map<String, Integer> listenerPorts,
    Map<String, Integer> ownPorts,
    ReservedPorts held) {

  /** Takes an address and reserves ports there. */
  static SitePlace of(
      Site site, List<String> channels, List<String> own, LoopbackAddresses addresses) {
    InetAddress address = addresses.next();
    List<String> links = LinkWays.names(channels);
    List<String> listeners =
        Stream.concat(
                site.listeners().stream().map(Listener::name),
                site.multiKeyListeners().stream().map(MultiKeyListener::name))
            .toList();
    ReservedPorts held = new ReservedPorts(address, links.size() + listeners.size() + own.size());
    PrimitiveIterator.OfInt free = IntStream.iterate(0, n -> n + 1).map(held::port).iterator();
    return new SitePlace(
        address, named(links, free), named(listeners, free), named(own, free), held);
  }

  private static Map<String, Integer> named(List<String> names, PrimitiveIterator.OfInt free) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    names.forEach(name -> ports.put(name, free.nextInt()));
    return ports;
  }

  String host() {
    return address.getHostAddress();
  }

  /** {@return the only port for other sites, or that of the first channel} */
  int linkPort() {
    return linkPorts.values().iterator().next();
  }

  HostPort at(int port) {
    return new HostPort(host(), port);
  }
}
