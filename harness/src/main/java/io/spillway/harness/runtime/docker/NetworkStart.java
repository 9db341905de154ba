package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.probe.workload.WorkloadClient;
import io.spillway.harness.runtime.LinkWays;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.docker.NetworkLayout.ProxyLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.SiteLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.StandInPort;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** Starts the containers of one network. Used once, by one thread. */
final class NetworkStart {

  /** Each start is a JVM's start: more of them at once than cores only makes all of them late. */
  private static final int STARTS_AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** For the answer to a connection that says nothing: there need not be one. */
  private static final Duration KNOCK_LIMIT = Duration.ofMillis(250);

  private static final byte[] NOTHING = {};

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
      LinkWays.Way way = proxy.way();
      try {
        create(proxy, way, proxies);
      } catch (FaultException e) {
        throw new RuntimeStartException(
            "link %s of site %s has no proxy: %s"
                .formatted(way.link().name(), way.site(), e.getMessage()),
            e);
      }
    }
  }

  private static void create(ProxyLayout proxy, LinkWays.Way way, LinkProxies proxies) {
    String link = way.link().name();
    String listen = HostPort.EVERYWHERE + ":" + proxy.listenPort();
    String upstream = proxy.upstream().toString();
    var unused =
        way.reversed()
            ? proxies.createReversed(way.site(), link, proxy.name(), listen, upstream)
            : proxies.create(way.site(), link, proxy.name(), listen, upstream);
  }

  /**
   * Starts all containers, workloads first, and returns when all are ready and know each other.
   *
   * @param form how the routers run
   * @param ends learns of the routers that run
   * @param keysInReach the routing keys that a site can know of, by its name
   * @throws RuntimeStartException if one does not start; with its last log lines
   * @throws DriverException if it is a router that does not get ready; likewise
   */
  Map<String, SiteContainers> startContainers(
      RouterForm form,
      RouterEnds ends,
      String workloadImage,
      Function<String, Set<String>> keysInReach) {
    List<Runnable> workloadStarts =
        layout.sites().stream()
            .filter(site -> form.needsWorkloads() || !site.standIns().isEmpty())
            .<Runnable>map(site -> () -> startWorkload(site, workloadImage))
            .toList();
    List<Runnable> routerStarts =
        layout.sites().stream().<Runnable>map(site -> () -> startRouter(site, form, ends)).toList();
    if (form.needsWorkloads()) {
      Parallel.each(workloadStarts, STARTS_AT_ONCE, Runnable::run);
      Parallel.each(routerStarts, STARTS_AT_ONCE, Runnable::run);
    } else {
      Parallel.each(
          Stream.concat(workloadStarts.stream(), routerStarts.stream()).toList(),
          STARTS_AT_ONCE,
          Runnable::run);
    }
    for (SiteLayout site : layout.sites()) {
      readiness(site, form)
          .awaitJoined(
              routers.get(site.name()).getContainerId(),
              title(site),
              keysInReach.apply(site.name()));
    }
    Map<String, SiteContainers> sites = new LinkedHashMap<>();
    for (SiteLayout site : layout.sites()) {
      GenericContainer<?> router = routers.get(site.name());
      sites.put(
          site.name(),
          new SiteContainers(
              engine,
              site,
              form,
              readiness(site, form),
              ends,
              router,
              Optional.ofNullable(workloads.get(site.name()))));
    }
    return sites;
  }

  /** {@return what the sites leave of a network that did not start, by the site's name} */
  Map<String, SiteFiles> left(RouterForm form) {
    Map<String, SiteFiles> left = new LinkedHashMap<>();
    for (SiteLayout site : layout.sites()) {
      left.put(site.name(), new SiteFiles(form.files(site.plan()), log(site)));
    }
    return left;
  }

  private String log(SiteLayout site) {
    return Optional.ofNullable(routers.get(site.name()))
        .flatMap(router -> Optional.ofNullable(router.getContainerId()))
        .map(engine::log)
        .orElse("");
  }

  private static String title(SiteLayout site) {
    return "router of site " + site.name();
  }

  /** A router whose workload container runs is seen from there as from the site itself. */
  private Readiness readiness(SiteLayout site, RouterForm form) {
    return form.readiness(site.plan(), at -> connects(site, at));
  }

  private boolean connects(SiteLayout site, HostPort at) {
    Map<Integer, InetSocketAddress> published =
        engine.published(workloads.get(site.name()).getContainerId());
    try {
      return WorkloadClient.of(
              published.get(NetworkLayout.CONTROL_PORT), KNOCK_LIMIT.multipliedBy(4))
          .knock(site.routerName(), at.port(), NOTHING, KNOCK_LIMIT)
          .isAccepted();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void startWorkload(SiteLayout site, String image) {
    Stream<String> standIns = site.standIns().stream().flatMap(NetworkStart::arguments);
    GenericContainer<?> container =
        common(
                new GenericContainer<>(DockerImageName.parse(image)),
                site,
                site.workloadName(),
                List.of(NetworkLayout.CONTROL_PORT))
            .withNetworkAliases(NetworkLayout.WORKLOAD_ALIAS)
            .withCommand(
                Stream.concat(
                        Stream.of(
                            "--site",
                            site.name(),
                            "--control",
                            Integer.toString(NetworkLayout.CONTROL_PORT)),
                        standIns)
                    .toArray(String[]::new));
    start(container, ready, "workload container of site " + site.name());
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

  private void startRouter(SiteLayout site, RouterForm form, RouterEnds ends) {
    List<Integer> published =
        Stream.concat(
                site.plan().listenerPorts().values().stream(), form.published(site.plan()).stream())
            .sorted()
            .toList();
    GenericContainer<?> container =
        common(form.container(site.plan()), site, site.routerName(), published);
    routers.put(site.name(), container); // before it starts: its log says why it does not
    start(container, readiness(site, form), title(site));
    ends.watch(container.getContainerId(), title(site));
  }

  private GenericContainer<?> common(
      GenericContainer<?> container, SiteLayout site, String name, List<Integer> published) {
    return container
        .withNetwork(networks.get(site.name()))
        .withLabels(labels)
        .withStartupCheckStrategy(new StartedIsEnough())
        .waitingFor(new NothingToWaitFor())
        .withCreateContainerCmdModifier(
            command -> {
              command.withName(name);
              ports.publish(command, published);
            });
  }

  /** Starts one and waits until it is ready; not if another one has failed meanwhile. */
  private void start(GenericContainer<?> container, Readiness readiness, String what) {
    if (failed) {
      return;
    }
    try {
      resources.create(container::start);
      readiness.await(container.getContainerId(), Instant.EPOCH, what);
    } catch (RuntimeStartException | DriverException e) {
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
