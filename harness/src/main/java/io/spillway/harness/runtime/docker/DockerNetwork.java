package io.spillway.harness.runtime.docker;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.workload.WorkloadClient;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Network;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A network whose sites run as containers. Safe for use by several threads. */
final class DockerNetwork implements RunningNetwork {

  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);

  private final Network network;
  private final Map<String, SiteContainers> sites;
  private final LinkProxies links;
  private final List<WorkloadHandle> workloads;
  private final Runnable onClose;

  /**
   * Takes over containers that run and are ready.
   *
   * @param network what was started
   * @param sites the sites by name, in the network's order
   * @param links the links' proxies
   * @param onClose removes everything, the proxies too; does nothing the second time
   */
  DockerNetwork(
      Network network, Map<String, SiteContainers> sites, LinkProxies links, Runnable onClose) {
    this.network = network;
    this.sites = sites;
    this.links = links;
    this.onClose = onClose;
    this.workloads =
        sites.values().stream()
            .flatMap(site -> site.workloadControl().stream())
            .flatMap(control -> WorkloadClient.of(control, CONTROL_TIMEOUT).workloads().stream())
            .toList();
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

  @Override
  public String log(String site) {
    return containers(site).log();
  }

  @Override
  public void close() {
    onClose.run();
  }

  private SiteContainers containers(String site) {
    return sites.get(network.site(site).name());
  }
}
