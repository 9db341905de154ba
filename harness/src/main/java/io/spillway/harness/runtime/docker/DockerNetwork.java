package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.probe.workload.WorkloadClient;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.ToldWorkload;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network whose sites run as containers. Safe for use by several threads. */
final class DockerNetwork implements RunningNetwork {

  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);

  private final Network network;
  private final Map<String, SiteContainers> sites;
  private final LinkProxies links;
  private final Map<String, WorkloadClient> clients = new LinkedHashMap<>();
  private final List<WorkloadHandle> workloads;
  private final Doors doors;
  private final TroubleWatch troubles;
  private final RouterEnds ends;
  private final Runnable onClose;

  /**
   * Takes over containers that run and are ready.
   *
   * @param network what was started
   * @param driver the router's
   * @param layout the names and ports of the network in the containers
   * @param sites the sites by name, in the network's order
   * @param ends hears of routers that end by themselves
   * @param links the links' proxies
   * @param onClose removes everything, the proxies too, and listens for ends no more; does nothing
   *     the second time
   */
  DockerNetwork(
      Network network,
      Driver driver,
      NetworkLayout layout,
      Map<String, SiteContainers> sites,
      RouterEnds ends,
      LinkProxies links,
      Runnable onClose) {
    this.network = network;
    this.sites = sites;
    this.ends = ends;
    this.links = links;
    this.onClose = onClose;
    sites.forEach(
        (name, site) ->
            site.workloadControl()
                .ifPresent(at -> clients.put(name, WorkloadClient.of(at, CONTROL_TIMEOUT))));
    this.workloads =
        clients.values().stream()
            .flatMap(client -> client.workloads().stream())
            .map(this::told)
            .toList();
    this.troubles = new TroubleWatch(List.copyOf(clients.values()));
    Map<String, SitePlan> plans = new LinkedHashMap<>();
    layout.sites().forEach(site -> plans.put(site.name(), site.plan()));
    this.doors = new Doors(driver, plans, this::knock);
  }

  /** Has the router of a workload's site told of its changes. */
  private WorkloadHandle told(WorkloadHandle workload) {
    Site site = network.site(workload.site());
    SiteContainers containers = containers(site.name());
    return new ToldWorkload(
        workload,
        state ->
            site.connectors().stream()
                .filter(connector -> site.workloadName(connector).equals(workload.name()))
                .forEach(connector -> containers.workloadChanged(connector.name(), state)));
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public InetSocketAddress listener(String site, String listener) {
    return containers(site).listener(listener);
  }

  @Override
  public List<WorkloadHandle> workloads() {
    return workloads;
  }

  @Override
  public void inject(String site, Fault.OnSite fault) {
    containers(site).inject(fault);
  }

  @Override
  public void heal(String site) {
    containers(site).heal();
  }

  @Override
  public LinkFaults links() {
    return links;
  }

  /**
   * {@return them, knocked at from the site's workload container, which is in the same network as
   * its router; a site without workloads has its links knocked at from another site's, since
   * Toxiproxy is in every network. A workload is knocked at from its own container, by the name and
   * the port that the router uses. Nothing of this needs a port to be published}
   */
  @Override
  public Doors doors() {
    return doors;
  }

  private Optional<Knock> knock(String site, HostPort at, byte[] words, Duration patience) {
    return Optional.ofNullable(clients.get(site))
        .or(() -> clients.values().stream().findFirst())
        .map(client -> client.knock(at.host(), at.port(), words, patience));
  }

  @Override
  public void onTrouble(TroubleListener listener) {
    troubles.tell(listener);
    ends.tell(listener);
  }

  @Override
  public Map<String, String> configuration(String site) {
    return containers(site).configuration();
  }

  @Override
  public String log(String site) {
    return containers(site).log();
  }

  @Override
  public void close() {
    troubles.close();
    onClose.run();
  }

  private SiteContainers containers(String site) {
    return sites.get(network.site(site).name());
  }
}
