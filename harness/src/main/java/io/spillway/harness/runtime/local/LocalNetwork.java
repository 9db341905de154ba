package io.spillway.harness.runtime.local;

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
import io.spillway.harness.runtime.CleanUp;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.KeysInReach;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.LinkWays;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.ToldWorkload;
import io.spillway.harness.runtime.TroubleRelay;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network whose sites run on this machine, each at a loopback address of its own where the system
 * has several, with its workloads in this JVM and its links through a Toxiproxy API. How a site's
 * router runs is its {@link LocalSite}'s business. Safe for use by several threads.
 */
public final class LocalNetwork implements RunningNetwork {

  private final Network network;
  private final LinkProxies proxies;
  private final WorkloadServer workloads;
  private final List<WorkloadHandle> handles = new ArrayList<>();
  private final Map<String, SitePlace> places = new LinkedHashMap<>();
  private final Map<String, LocalSite> sites = new LinkedHashMap<>();
  private final Map<String, SitePlan> plans = new LinkedHashMap<>();
  private final Driver driver;
  private final TroubleRelay troubles = new TroubleRelay();

  private LocalNetwork(Network network, Driver driver, ToxiproxyServer toxiproxy) {
    this.network = network;
    this.driver = driver;
    this.proxies = new LinkProxies(toxiproxy);
    this.workloads = WorkloadServer.start(troubles);
  }

  /**
   * Starts a network: its workloads, its links, its routers.
   *
   * @param network what to start
   * @param links the way that its links take
   * @param driver the router's
   * @param toxiproxy serves the links; it stays the caller's to close
   * @param addresses where sites are
   * @param maker makes each site
   * @throws RuntimeStartException if something does not start; what had started is gone again, and
   *     what its sites left is in the exception
   */
  public static LocalNetwork start(
      Network network,
      LinkPath links,
      Driver driver,
      ToxiproxyServer toxiproxy,
      LoopbackAddresses addresses,
      SiteMaker maker) {
    LocalNetwork started = new LocalNetwork(network, driver, toxiproxy);
    try {
      List<String> channels = driver.channels(network);
      for (Site site : network.sites()) {
        started.places.put(site.name(), SitePlace.of(site, channels, driver.ports(), addresses));
      }
      Map<String, Map<String, Integer>> ports = new LinkedHashMap<>();
      started.places.forEach((site, place) -> ports.put(site, place.linkPorts()));
      LinkWays ways =
          new LinkWays(
              network,
              ports,
              new LocalWays(network.name(), links, started.places, started.proxies));
      for (Site site : network.sites()) {
        started.plans.put(site.name(), started.plan(site, ways));
      }
      started.plans.values().forEach(plan -> started.start(plan, maker));
      started.sites.values().forEach(LocalSite::awaitReady);
      started.sites.forEach((name, site) -> site.awaitJoined(KeysInReach.of(network, name)));
      return started;
    } catch (RuntimeException e) {
      throw started.notStarted(e);
    }
  }

  private void start(SitePlan plan, SiteMaker maker) {
    String name = plan.site().name();
    LocalSite site = maker.make(plan, troubles);
    sites.put(name, site); // before it starts: what it leaves says why it did not
    place(name).held().close();
    site.start();
  }

  /** Ends what has started, and tells why not all did and what the sites left. */
  private RuntimeStartException notStarted(RuntimeException why) {
    Map<String, SiteFiles> left = new LinkedHashMap<>();
    sites.forEach((name, site) -> left.put(name, new SiteFiles(site.configuration(), site.log())));
    try {
      close();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
    return new RuntimeStartException(
        "network " + network.name() + " did not start: " + why.getMessage(), why, left);
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public InetSocketAddress listener(String site, String listener) {
    SitePlace place = place(site);
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

  /**
   * {@return them, knocked at from this machine, where the routers' connections come from as well}
   */
  @Override
  public Doors doors() {
    return new Doors(
        driver,
        plans,
        (site, at, words, patience) ->
            Optional.of(Knock.at(at.host(), at.port(), words, patience)));
  }

  @Override
  public void onTrouble(TroubleListener listener) {
    troubles.tell(listener);
  }

  @Override
  public Map<String, String> configuration(String site) {
    return site(site).configuration();
  }

  @Override
  public String log(String site) {
    return site(site).log();
  }

  @Override
  public void close() {
    List<Runnable> steps = new ArrayList<>();
    places.values().forEach(place -> steps.add(place.held()::close));
    sites.values().forEach(site -> steps.add(site::close));
    steps.add(proxies::close);
    steps.add(workloads::close);
    CleanUp.all(steps);
  }

  private SitePlan plan(Site site, LinkWays ways) {
    SitePlace place = place(site.name());
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
        site,
        place.host(),
        place.linkPort(),
        place.listenerPorts(),
        ways.peers(site),
        backends,
        readiness,
        ways.channels(site),
        place.ownPorts(),
        Map.of());
  }

  private Workload standIn(
      Site site, String name, Connector.Workload.StandIn declared, SitePlace place) {
    InetSocketAddress anyPort = new InetSocketAddress(place.address(), 0);
    WorkloadOptions options =
        new WorkloadOptions(
            declared.serviceTime(), declared.readiness() ? Optional.of(anyPort) : Optional.empty());
    Workload workload = workloads.open(site.name(), name, anyPort, options);
    handles.add(
        new ToldWorkload(
            workload,
            state ->
                site.connectors().stream()
                    .filter(connector -> site.workloadName(connector).equals(name))
                    .forEach(
                        connector ->
                            sites.get(site.name()).workloadChanged(connector.name(), state))));
    return workload;
  }

  private static HostPort hostPort(InetSocketAddress address) {
    return new HostPort(address.getAddress().getHostAddress(), address.getPort());
  }

  private SitePlace place(String site) {
    network.site(site);
    return places.get(site);
  }

  private LocalSite site(String site) {
    network.site(site);
    return sites.get(site);
  }
}
