package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * A network with the names and ports that it has in containers. A value, made before anything is
 * started.
 *
 * @param sites the sites, in the network's order
 * @param proxies the links, each with its proxy
 */
record NetworkLayout(List<SiteLayout> sites, List<ProxyLayout> proxies) {

  /** The port at which each router takes links. */
  static final int LINK_PORT = 5671;

  /** The port at which each workload container is asked past the router. */
  static final int CONTROL_PORT = 9_099;

  /** The Toxiproxy container's name in every site's network. */
  static final String TOXIPROXY_ALIAS = "links";

  /** The workload container's name in its site's network. */
  static final String WORKLOAD_ALIAS = "workloads";

  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final int FIRST_SPARE_PORT = 20_000;
  private static final int LONGEST_NAME = 28;

  /** Copies the lists. */
  NetworkLayout {
    sites = List.copyOf(sites);
    proxies = List.copyOf(proxies);
  }

  /**
   * A site's part.
   *
   * @param plan what the driver renders
   * @param routerName the router container's name, in the engine and in the site's network
   * @param workloadName the workload container's name in the engine
   * @param networkName the site's own network
   * @param standIns the port of each stand-in that the workload container plays
   */
  record SiteLayout(
      SitePlan plan,
      String routerName,
      String workloadName,
      String networkName,
      List<StandInPort> standIns) {

    /** Copies the list. */
    SiteLayout {
      standIns = List.copyOf(standIns);
    }

    String name() {
      return plan.site().name();
    }
  }

  /**
   * A stand-in workload in a site's workload container.
   *
   * @param name what the network file calls it; with its port behind a colon if an earlier stand-in
   *     of the site has that name
   * @param port where it listens, in the workload container; the declared port unless another
   *     stand-in of the site has that
   * @param serviceTime how long after it accepted a connection it answers
   * @param readinessPort where it tells whether it is ready, in the workload container, if it does
   */
  record StandInPort(
      String name, int port, Duration serviceTime, Optional<Integer> readinessPort) {}

  /**
   * A link's way through Toxiproxy.
   *
   * @param site the site that declares the link
   * @param link the link's name there
   * @param name the proxy's name at the Toxiproxy server
   * @param listenPort where the proxy listens, in the Toxiproxy container
   * @param upstream the other site's router, as the Toxiproxy container calls it
   */
  record ProxyLayout(String site, String link, String name, int listenPort, HostPort upstream) {}

  /**
   * Lays a network out.
   *
   * @param network what to lay out
   * @param prefix what all names in the engine start with; unique in the engine, and short enough
   *     to leave {@value #LONGEST_NAME} characters of the 63 that a name in DNS may have
   * @param proxyPorts gives a port of the Toxiproxy container that nothing uses
   */
  static NetworkLayout of(Network network, String prefix, IntSupplier proxyPorts) {
    Map<String, String> bases = new HashMap<>();
    for (int i = 0; i < network.sites().size(); i++) {
      // The number keeps names apart that are the same once shortened.
      String site = network.sites().get(i).name();
      bases.put(site, prefix + i + "-" + shortened(site));
    }
    List<SiteLayout> sites = new ArrayList<>();
    List<ProxyLayout> proxies = new ArrayList<>();
    for (Site site : network.sites()) {
      String base = bases.get(site.name());
      Map<String, HostPort> peers = new HashMap<>();
      for (Link link : site.links()) {
        int port = proxyPorts.getAsInt();
        peers.put(link.name(), new HostPort(TOXIPROXY_ALIAS, port));
        HostPort upstream = new HostPort(routerName(bases.get(link.to())), LINK_PORT);
        proxies.add(new ProxyLayout(site.name(), link.name(), base + "-" + port, port, upstream));
      }
      sites.add(layOut(site, base, peers));
    }
    return new NetworkLayout(sites, proxies);
  }

  private static SiteLayout layOut(Site site, String base, Map<String, HostPort> peers) {
    Ports routerPorts = new Ports(LINK_PORT);
    Map<String, Integer> listenerPorts = new HashMap<>();
    site.listeners().forEach(l -> listenerPorts.put(l.name(), routerPorts.take(l.port())));
    site.multiKeyListeners().forEach(l -> listenerPorts.put(l.name(), routerPorts.take(l.port())));

    Ports standInPorts = new Ports(CONTROL_PORT);
    Map<String, StandInPort> standIns = new LinkedHashMap<>();
    Map<String, HostPort> workloads = new HashMap<>();
    Map<String, HostPort> readiness = new HashMap<>();
    for (Connector connector : site.connectors()) {
      if (connector.workload() instanceof Connector.Workload.StandIn declared) {
        StandInPort standIn =
            standIns.computeIfAbsent(
                site.workloadName(connector),
                name -> standIn(name, connector.port(), declared, standInPorts));
        workloads.put(connector.name(), new HostPort(WORKLOAD_ALIAS, standIn.port()));
        standIn
            .readinessPort()
            .ifPresent(port -> readiness.put(connector.name(), new HostPort(WORKLOAD_ALIAS, port)));
      } else if (connector.workload() instanceof Connector.Workload.Real real) {
        workloads.put(connector.name(), new HostPort(real.host(), connector.port()));
      }
    }
    return new SiteLayout(
        new SitePlan(site, ANY_ADDRESS, LINK_PORT, listenerPorts, peers, workloads, readiness),
        routerName(base),
        base + "-workloads",
        base,
        List.copyOf(standIns.values()));
  }

  private static StandInPort standIn(
      String name, int declaredPort, Connector.Workload.StandIn declared, Ports ports) {
    int port = ports.take(declaredPort);
    Optional<Integer> readinessPort =
        declared.readiness() ? Optional.of(ports.take(FIRST_SPARE_PORT)) : Optional.empty();
    return new StandInPort(name, port, declared.serviceTime(), readinessPort);
  }

  private static String routerName(String base) {
    return base + "-router";
  }

  private static String shortened(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
  }

  /** The ports of one container. Gives the port that is declared unless something has it. */
  private static final class Ports {

    private final Set<Integer> taken = new HashSet<>();

    Ports(int reserved) {
      taken.add(reserved);
    }

    int take(int declared) {
      int port = taken.contains(declared) ? FIRST_SPARE_PORT : declared;
      while (!taken.add(port)) {
        port++;
      }
      return port;
    }
  }
}
