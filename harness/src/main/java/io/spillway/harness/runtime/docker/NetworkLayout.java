package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.runtime.LinkWays;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.net.InetSocketAddress;
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
 * @param proxies the ways over links, each with its proxy
 */
record NetworkLayout(List<SiteLayout> sites, List<ProxyLayout> proxies) {

  /** The port at which each router takes links, or its first channel. */
  static final int LINK_PORT = 5671;

  /** The port at which each workload container is asked past the router. */
  static final int CONTROL_PORT = 9_099;

  /** The Toxiproxy container's name in every site's network. */
  static final String TOXIPROXY_ALIAS = "links";

  /** The workload container's name in its site's network. */
  static final String WORKLOAD_ALIAS = "workloads";

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
   * A way over a link, through Toxiproxy.
   *
   * @param way the way
   * @param name the proxy's name at the Toxiproxy server
   * @param listenPort where the proxy listens, in the Toxiproxy container
   * @param upstream the other site's router, as the Toxiproxy container calls it
   */
  record ProxyLayout(LinkWays.Way way, String name, int listenPort, HostPort upstream) {}

  /**
   * Lays a network out.
   *
   * @param network what to lay out
   * @param driver says at which ports its routers listen besides those for clients
   * @param prefix what all names in the engine start with; unique in the engine, and short enough
   *     to leave {@value #LONGEST_NAME} characters of the 63 that a name in DNS may have
   * @param proxyPorts gives a port of the Toxiproxy container that nothing uses
   */
  static NetworkLayout of(Network network, Driver driver, String prefix, IntSupplier proxyPorts) {
    Map<String, String> bases = new HashMap<>();
    Map<String, RouterPorts> ports = new HashMap<>();
    Map<String, Map<String, Integer>> linkPorts = new HashMap<>();
    List<String> channels = driver.channels(network);
    for (int i = 0; i < network.sites().size(); i++) {
      Site site = network.sites().get(i);
      // The number keeps names apart that are the same once shortened.
      bases.put(site.name(), prefix + i + "-" + shortened(site.name()));
      ports.put(site.name(), RouterPorts.of(site, channels, driver.ports()));
      linkPorts.put(site.name(), ports.get(site.name()).links());
    }
    List<ProxyLayout> proxies = new ArrayList<>();
    LinkWays ways =
        new LinkWays(
            network,
            linkPorts,
            (way, port) -> {
              int proxyPort = proxyPorts.getAsInt();
              String name = bases.get(way.site()) + "-" + proxyPort;
              HostPort upstream = new HostPort(routerName(bases.get(way.to())), port);
              proxies.add(new ProxyLayout(way, name, proxyPort, upstream));
              return new HostPort(TOXIPROXY_ALIAS, proxyPort);
            });
    List<SiteLayout> sites =
        network.sites().stream()
            .map(site -> layOut(site, bases.get(site.name()), ports.get(site.name()), ways))
            .toList();
    return new NetworkLayout(sites, proxies);
  }

  /**
   * {@return the plan of a site whose router the harness reaches where the engine has published it}
   *
   * @param published where each port of the router's container is reached
   */
  static SitePlan reached(SitePlan plan, Map<Integer, InetSocketAddress> published) {
    Map<String, HostPort> reached = new HashMap<>();
    plan.ports()
        .forEach(
            (name, port) ->
                Optional.ofNullable(published.get(port))
                    .ifPresent(
                        at -> reached.put(name, new HostPort(at.getHostString(), at.getPort()))));
    return plan.reachedAt(reached);
  }

  private static SiteLayout layOut(Site site, String base, RouterPorts ports, LinkWays ways) {
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
        new SitePlan(
            site,
            HostPort.EVERYWHERE,
            LINK_PORT,
            ports.listeners(),
            ways.peers(site),
            workloads,
            readiness,
            ways.channels(site),
            ports.own(),
            Map.of()),
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

  /**
   * Where a site's router listens.
   *
   * @param listeners for clients, by the listener's name
   * @param links for other sites, in the channels' order
   * @param own for itself, by the names that its driver gives
   */
  private record RouterPorts(
      Map<String, Integer> listeners, Map<String, Integer> links, Map<String, Integer> own) {

    static RouterPorts of(Site site, List<String> channels, List<String> own) {
      Ports ports = new Ports(LINK_PORT);
      Map<String, Integer> listeners = new HashMap<>();
      site.listeners().forEach(l -> listeners.put(l.name(), ports.take(l.port())));
      site.multiKeyListeners().forEach(l -> listeners.put(l.name(), ports.take(l.port())));
      Map<String, Integer> links = new LinkedHashMap<>();
      for (String name : LinkWays.names(channels)) {
        links.put(name, links.isEmpty() ? LINK_PORT : ports.take(FIRST_SPARE_PORT));
      }
      Map<String, Integer> ownPorts = new HashMap<>();
      own.forEach(name -> ownPorts.put(name, ports.take(FIRST_SPARE_PORT)));
      return new RouterPorts(listeners, links, ownPorts);
    }
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
