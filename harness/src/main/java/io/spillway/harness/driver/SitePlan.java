package io.spillway.harness.driver;

import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A site with every address filled in, as its router sees them.
 *
 * @param site what is declared there
 * @param bindHost the address at which the router listens, for clients and for links
 * @param linkPort the port at which the router listens for links from other sites
 * @param listenerPorts the port to listen at, by the name of the listener (of either kind)
 * @param peers where the other end of a link is reached, by the link's name
 * @param workloads where a workload is reached, by the connector's name
 * @param readiness where a workload that tells whether it is ready does so, over HTTP at {@value
 *     #READINESS_PATH}, by the connector's name; without those that do not tell
 * @param channels the channels of a router that has no links of its own (see {@link
 *     Driver#channels}); empty for all others
 * @param ports where else the router listens for itself, by the names that its driver gives (see
 *     {@link Driver#ports})
 * @param reached where the harness reaches those, by the same names, where it is not where the
 *     router listens; no router is told of it
 */
public record SitePlan(
    Site site,
    String bindHost,
    int linkPort,
    Map<String, Integer> listenerPorts,
    Map<String, HostPort> peers,
    Map<String, HostPort> workloads,
    Map<String, HostPort> readiness,
    Optional<Channels> channels,
    Map<String, Integer> ports,
    Map<String, HostPort> reached) {

  /** A GET for this path is answered with 200 by a workload that is ready, else with 503. */
  public static final String READINESS_PATH = "/ready";

  /** Copies the maps. */
  public SitePlan {
    listenerPorts = Map.copyOf(listenerPorts);
    peers = Map.copyOf(peers);
    workloads = Map.copyOf(workloads);
    readiness = Map.copyOf(readiness);
    ports = Map.copyOf(ports);
    reached = Map.copyOf(reached);
  }

  /** Creates a plan for a router that has links of its own, and listens for nothing else. */
  public SitePlan(
      Site site,
      String bindHost,
      int linkPort,
      Map<String, Integer> listenerPorts,
      Map<String, HostPort> peers,
      Map<String, HostPort> workloads,
      Map<String, HostPort> readiness) {
    this(
        site,
        bindHost,
        linkPort,
        listenerPorts,
        peers,
        workloads,
        readiness,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  /**
   * {@return the port at which a listener of either kind listens}
   *
   * @throws IllegalArgumentException if the plan has none; the message lists those that it has
   */
  public int listenerPort(String listener) {
    return planned("listener", listener, listenerPorts);
  }

  /**
   * {@return where the other end of a link is reached}
   *
   * @throws IllegalArgumentException if the plan does not say; the message lists what it has
   */
  public HostPort peer(String link) {
    return planned("link", link, peers);
  }

  /**
   * {@return where a connector's workload is reached}
   *
   * @throws IllegalArgumentException if the plan does not say; the message lists what it has
   */
  public HostPort workload(String connector) {
    return planned("connector", connector, workloads);
  }

  /**
   * {@return where the router listens for itself}
   *
   * @param name one of those that its driver gives
   * @throws IllegalArgumentException if the plan does not say; the message lists what it has
   */
  public HostPort port(String name) {
    return new HostPort(bindHost, planned("port", name, ports));
  }

  /**
   * {@return where the harness reaches what the router listens at for itself}
   *
   * @param name one of those that its driver gives
   * @throws IllegalArgumentException if the plan does not say; the message lists what it has
   */
  public HostPort reachedPort(String name) {
    return Optional.ofNullable(reached.get(name)).orElseGet(() -> port(name));
  }

  /** {@return the same plan, for a router that the harness reaches elsewhere} */
  public SitePlan reachedAt(Map<String, HostPort> elsewhere) {
    return new SitePlan(
        site,
        bindHost,
        linkPort,
        listenerPorts,
        peers,
        workloads,
        readiness,
        channels,
        ports,
        elsewhere);
  }

  private <T> T planned(String what, String name, Map<String, T> addresses) {
    T address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException(
          "the plan of site "
              + site.name()
              + " has no address for "
              + what
              + " "
              + name
              + ", only for "
              + new TreeSet<>(addresses.keySet()));
    }
    return address;
  }

  /**
   * The channels of the network as one site sees them: ports that its neighbours reach it at, and
   * where it reaches theirs. A link carries each channel in both directions, whichever site
   * declares it.
   *
   * @param network the whole network, from which a router without links of its own learns who is
   *     where
   * @param ports where this site listens, by the channel's name
   * @param neighbours where a neighbour is reached, by its name and the channel's
   */
  public record Channels(
      Network network, Map<String, Integer> ports, Map<String, Map<String, HostPort>> neighbours) {

    /** Copies the maps. */
    public Channels {
      ports = Map.copyOf(ports);
      Map<String, Map<String, HostPort>> copy = new LinkedHashMap<>();
      neighbours.forEach((site, addresses) -> copy.put(site, Map.copyOf(addresses)));
      neighbours = Map.copyOf(copy);
    }
  }

  /**
   * Where something listens.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   */
  public record HostPort(String host, int port) {

    /** The host of a router that listens at every address of where it runs. */
    public static final String EVERYWHERE = "0.0.0.0";

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
