package io.spillway.harness.runtime.embedded;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServer;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.probe.workload.Workload;
import io.spillway.harness.probe.workload.WorkloadOptions;
import io.spillway.harness.probe.workload.WorkloadServer;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import io.spillway.router.RouterOptions;
import io.spillway.router.config.RouterConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A network whose sites run in this JVM. Safe for use by several threads. */
final class EmbeddedNetwork implements RunningNetwork {

  /** Tells the proxies of one network from those of another on the same server. */
  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private final Network network;
  private final LinkPath links;
  private final LinkProxies proxies;
  private final WorkloadServer workloads;
  private final List<WorkloadHandle> handles = new ArrayList<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, EmbeddedSite> sites = new LinkedHashMap<>();
  private final Map<String, SitePlan> plans = new HashMap<>();
  private final Driver driver;
  private volatile TroubleListener listener = TroubleListener.NONE;

  private EmbeddedNetwork(
      Network network, LinkPath links, Driver driver, ToxiproxyServer toxiproxy) {
    this.network = network;
    this.links = links;
    this.driver = driver;
    this.proxies = new LinkProxies(toxiproxy);
    this.workloads = WorkloadServer.start(this::trouble);
  }

  static EmbeddedNetwork start(
      Network network,
      LinkPath links,
      Driver driver,
      ToxiproxyServer toxiproxy,
      LoopbackAddresses addresses,
      Supplier<RouterOptions> options) {
    EmbeddedNetwork started = new EmbeddedNetwork(network, links, driver, toxiproxy);
    try {
      network.sites().forEach(site -> started.places.put(site.name(), Place.of(site, addresses)));
      for (Site site : network.sites()) {
        SitePlan plan = started.plan(site);
        started.plans.put(site.name(), plan);
        String file = driver.render(plan);
        RouterConfig config = RouterConfig.parse(file, "site " + site.name());
        started.place(site.name()).held().close();
        started.sites.put(site.name(), EmbeddedSite.start(config, options));
      }
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw new RuntimeStartException(
          "network " + network.name() + " did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public InetSocketAddress listener(String site, String listener) {
    Place place = place(site);
    Integer port = place.listenerPorts().get(listener);
    if (port == null) {
      throw new IllegalArgumentException(
          "site "
              + site
              + " has no listener "
              + listener
              + ", only "
              + place.listenerPorts().keySet());
    }
    return new InetSocketAddress(place.address(), port);
  }

  @Override
  public List<WorkloadHandle> workloads() {
    return List.copyOf(handles);
  }

  @Override
  public void inject(String site, Fault.OnSite fault) {
    site(site).inject(fault);
  }

  @Override
  public void heal(String site) {
    try {
      site(site).heal();
    } catch (RuntimeException e) {
      throw new FaultException("site " + site + " did not start again: " + e.getMessage(), e);
    }
  }

  @Override
  public LinkFaults links() {
    return proxies;
  }

  /** {@return them, knocked at from this JVM, where the routers' connections come from as well} */
  @Override
  public Doors doors() {
    return new Doors(
        driver,
        plans,
        (site, at, words, patience) ->
            Optional.of(Knock.at(at.host(), at.port(), words, patience)));
  }

  @Override
  public void onTrouble(TroubleListener next) {
    listener = next;
  }

  /** Passes on trouble of the workloads. */
  void trouble(String kind, String description) {
    listener.onTrouble(kind, description);
  }

  /** {@return nothing: embedded routers log with the harness} */
  @Override
  public String log(String site) {
    return "";
  }

  @Override
  public void close() {
    try {
      places.values().forEach(place -> place.held().close());
      sites.values().forEach(EmbeddedSite::close);
    } finally {
      try {
        proxies.close();
      } finally {
        workloads.close();
      }
    }
  }

  private SitePlan plan(Site site) {
    Place place = place(site.name());
    Map<String, HostPort> peers = new HashMap<>();
    for (Link link : site.links()) {
      Place peer = place(link.to());
      HostPort direct = new HostPort(peer.host(), peer.linkPort());
      peers.put(
          link.name(), links == LinkPath.PROXIED ? proxied(site, link, place, direct) : direct);
    }
    Map<String, HostPort> backends = new HashMap<>();
    Map<String, HostPort> readiness = new HashMap<>();
    Map<String, Workload> started = new HashMap<>();
    for (Connector connector : site.connectors()) {
      if (connector.workload() instanceof Connector.Workload.StandIn declared) {
        Workload workload =
            started.computeIfAbsent(
                site.workloadName(connector), name -> standIn(site, name, declared, place));
        backends.put(connector.name(), hostPort(workload.address()));
        workload.readiness().ifPresent(at -> readiness.put(connector.name(), hostPort(at)));
      } else if (connector.workload() instanceof Connector.Workload.Real real) {
        backends.put(connector.name(), new HostPort(real.host(), connector.port()));
      }
    }
    return new SitePlan(
        site, place.host(), place.linkPort(), place.listenerPorts(), peers, backends, readiness);
  }

  private HostPort proxied(Site site, Link link, Place place, HostPort direct) {
    InetSocketAddress proxy =
        proxies.create(
            site.name(),
            link.name(),
            String.format(
                Locale.ROOT,
                "%s-%d.%s.%s",
                network.name(),
                NETWORKS.incrementAndGet(),
                site.name(),
                link.name()),
            place.host() + ":0",
            direct.toString());
    return new HostPort(place.host(), proxy.getPort());
  }

  private Workload standIn(
      Site site, String name, Connector.Workload.StandIn declared, Place place) {
    InetSocketAddress anyPort = new InetSocketAddress(place.address(), 0);
    WorkloadOptions options =
        new WorkloadOptions(
            declared.serviceTime(), declared.readiness() ? Optional.of(anyPort) : Optional.empty());
    Workload workload = workloads.open(site.name(), name, anyPort, options);
    handles.add(workload);
    return workload;
  }

  private static HostPort hostPort(InetSocketAddress address) {
    return new HostPort(address.getAddress().getHostAddress(), address.getPort());
  }

  private Place place(String site) {
    network.site(site);
    return places.get(site);
  }

  private EmbeddedSite site(String site) {
    network.site(site);
    return sites.get(site);
  }

  /** Where a site is on this machine. */
  private record Place(
      InetAddress address, int linkPort, Map<String, Integer> listenerPorts, ReservedPorts held) {

    private static final String LINK = "link";

    static Place of(Site site, LoopbackAddresses addresses) {
      InetAddress address = addresses.next();
      List<String> listeners =
          Stream.concat(
                  site.listeners().stream().map(Listener::name),
                  site.multiKeyListeners().stream().map(MultiKeyListener::name))
              .toList();
      List<String> names = new ArrayList<>(listeners);
      names.add(LINK + " of " + site.name());
      ReservedPorts held = new ReservedPorts(address, names);
      Map<String, Integer> ports = new LinkedHashMap<>();
      listeners.forEach(name -> ports.put(name, held.port(name)));
      return new Place(address, held.port(LINK + " of " + site.name()), ports, held);
    }

    String host() {
      return address.getHostAddress();
    }
  }
}
