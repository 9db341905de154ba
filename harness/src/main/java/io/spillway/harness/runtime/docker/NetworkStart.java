package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.docker.NetworkLayout.ProxyLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.SiteLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.StandInPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** Starts the containers of one network. Used once, by one thread. */
final class NetworkStart {

  /** Each start is a JVM's start: more of them at once than cores only makes all of them late. */
  private static final int STARTS_AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Engine engine;
  private final RunResources resources;
  private final Map<String, String> labels;
  private final PublishedPorts ports;
  private final NetworkLayout layout;
  private final ReadyLine ready;
  private final Map<String, Network> networks = new ConcurrentHashMap<>();
  private final Map<String, GenericContainer<?>> routers = new ConcurrentHashMap<>();
  private final Map<String, GenericContainer<?>> workloads = new ConcurrentHashMap<>();

  private volatile boolean failed;

  NetworkStart(
      Engine engine,
      RunResources resources,
      Map<String, String> labels,
      PublishedPorts ports,
      NetworkLayout layout,
      ReadyLine ready) {
    this.engine = engine;
    this.resources = resources;
    this.labels = Map.copyOf(labels);
    this.ports = ports;
    this.layout = layout;
    this.ready = ready;
  }

  /** Creates a private network for each site, and puts Toxiproxy into each. */
  void createNetworks(String toxiproxy) {
    Parallel.each(
        layout.sites(),
        STARTS_AT_ONCE,
        site -> {
          Network network =
              Network.builder()
                  .createNetworkCmdModifier(
                      command -> command.withName(site.networkName()).withLabels(labels))
                  .build();
          resources.create(network::getId); // asking for its id creates it
          networks.put(site.name(), network);
          engine.connect(toxiproxy, network.getId(), NetworkLayout.TOXIPROXY_ALIAS);
        });
  }

  /**
   * Leads every link through a proxy.
   *
   * @throws RuntimeStartException if Toxiproxy does not do it
   */
  void createProxies(LinkProxies proxies) {
    for (ProxyLayout proxy : layout.proxies()) {
      try {
        proxies.create(
            proxy.site(),
            proxy.link(),
            proxy.name(),
            "0.0.0.0:" + proxy.listenPort(),
            proxy.upstream().toString());
      } catch (FaultException e) {
        throw new RuntimeStartException(
            "link %s of site %s has no proxy: %s"
                .formatted(proxy.link(), proxy.site(), e.getMessage()),
            e);
      }
    }
  }

  /**
   * Starts all containers, workloads first, and returns when all are ready.
   *
   * @throws RuntimeStartException if one does not start; with its last log lines
   */
  Map<String, SiteContainers> startContainers(
      Driver driver, String routerImage, String workloadImage) {
    Stream<Runnable> workloadStarts =
        layout.sites().stream()
            .filter(site -> !site.standIns().isEmpty())
            .map(site -> () -> startWorkload(site, workloadImage));
    Stream<Runnable> routerStarts =
        layout.sites().stream()
            .map(site -> () -> startRouter(site, driver.render(site.plan()), routerImage));
    Parallel.each(
        Stream.concat(workloadStarts, routerStarts).toList(), STARTS_AT_ONCE, Runnable::run);

    Map<String, SiteContainers> sites = new LinkedHashMap<>();
    for (SiteLayout site : layout.sites()) {
      sites.put(
          site.name(),
          new SiteContainers(
              engine,
              site,
              ready,
              routers.get(site.name()),
              Optional.ofNullable(workloads.get(site.name()))));
    }
    return sites;
  }

  private void startWorkload(SiteLayout site, String image) {
    Stream<String> standIns = site.standIns().stream().flatMap(NetworkStart::arguments);
    GenericContainer<?> container =
        common(new GenericContainer<>(DockerImageName.parse(image)), site, site.workloadName())
            .withNetworkAliases(NetworkLayout.WORKLOAD_ALIAS)
            .withExposedPorts(NetworkLayout.CONTROL_PORT)
            .withCommand(
                Stream.concat(
                        Stream.of(
                            "--site",
                            site.name(),
                            "--control",
                            Integer.toString(NetworkLayout.CONTROL_PORT)),
                        standIns)
                    .toArray(String[]::new));
    start(container, "workload container of site " + site.name());
    workloads.put(site.name(), container);
  }

  private static Stream<String> arguments(StandInPort standIn) {
    List<String> arguments = new ArrayList<>();
    arguments.add(standIn.name() + "=" + standIn.port());
    if (!standIn.serviceTime().isZero()) {
      arguments.add("--service-time");
      arguments.add(standIn.name() + "=" + standIn.serviceTime().toMillis());
    }
    standIn
        .readinessPort()
        .ifPresent(port -> arguments.addAll(List.of("--readiness", standIn.name() + "=" + port)));
    return arguments.stream();
  }

  private void startRouter(SiteLayout site, String siteFile, String image) {
    List<Integer> ports = site.plan().listenerPorts().values().stream().sorted().toList();
    GenericContainer<?> container =
        common(new RouterContainer(image, siteFile), site, site.routerName())
            .withExposedPorts(ports.toArray(Integer[]::new));
    start(container, "router of site " + site.name());
    routers.put(site.name(), container);
  }

  private GenericContainer<?> common(GenericContainer<?> container, SiteLayout site, String name) {
    return container
        .withNetwork(networks.get(site.name()))
        .withLabels(labels)
        .withStartupCheckStrategy(new StartedIsEnough())
        .waitingFor(new NothingToWaitFor())
        .withCreateContainerCmdModifier(
            command -> {
              command.withName(name);
              ports.assign(command);
            });
  }

  /** Starts one and waits until it is ready; not if another one has failed meanwhile. */
  private void start(GenericContainer<?> container, String what) {
    if (failed) {
      return;
    }
    try {
      resources.create(container::start);
      ready.await(container.getContainerId(), what);
    } catch (RuntimeStartException e) {
      failed = true;
      throw e;
    } catch (RuntimeException e) {
      failed = true;
      throw new RuntimeStartException(what + " could not be started: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
