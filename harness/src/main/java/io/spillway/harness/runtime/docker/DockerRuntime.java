package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Network;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs sites as containers of a Docker engine, local or remote: for each site a router and a
 * workload container in a network of their own, and one Toxiproxy container as the only way between
 * sites. Needs nothing of the engine's host but the engine.
 *
 * <p>A killed site is {@code docker kill}, a frozen one {@code docker pause}. Safe for use by
 * several threads.
 */
public final class DockerRuntime implements SiteRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(DockerRuntime.class);
  private static final String REFERENCE_ROUTER = "spillway";
  private static final int TOXIPROXY_API_PORT = 8_474;
  private static final int FIRST_PROXY_PORT = 10_000;

  private final Driver driver;
  private final DockerOptions options;
  private final Engine engine;
  private final RunOwner owner;
  private final RunResources resources;
  private final String routerImage;
  private final String workloadImage;
  private final ToxiproxyContainer toxiproxy;
  private final PublishedPorts ports = new PublishedPorts();
  private final AtomicInteger networks = new AtomicInteger();
  private final AtomicInteger nextProxyPort = new AtomicInteger(FIRST_PROXY_PORT);

  private DockerRuntime(Driver driver, DockerOptions options, Engine engine) {
    this.driver = driver;
    this.options = options;
    this.engine = engine;
    this.owner = RunOwner.thisProcess(newRunId());
    Images images = new Images(engine);
    ClassPath classPath = new ClassPath(DockerRuntime.class.getClassLoader());
    String base = options.baseImage();
    String baseId = images.provide(base, DockerOptions.BASE_PROPERTY);
    this.routerImage = images.build(ImageRecipe.router(classPath), base, baseId);
    this.workloadImage = images.build(ImageRecipe.workload(classPath), base, baseId);
    images.provide(options.toxiproxyImage(), DockerOptions.TOXIPROXY_PROPERTY);
    this.resources = RunResources.begin(engine, owner);
    this.toxiproxy = toxiproxyContainer();
  }

  /**
   * Opens the runtime at the engine that Testcontainers finds, with what the system properties say
   * (see {@link DockerOptions}).
   *
   * @param driver the router under test
   * @return the runtime, ready to start networks
   * @throws RuntimeStartException if there is no engine, or an image cannot be had; with what to do
   * @throws IllegalArgumentException if this runtime has no image for the driver's router
   */
  public static DockerRuntime open(Driver driver) {
    return open(driver, DockerOptions.fromSystem());
  }

  /**
   * Opens the runtime at the engine that Testcontainers finds. Builds the images that the engine
   * does not have yet, removes what crashed runs left there, and starts Toxiproxy.
   *
   * @param driver the router under test
   * @param options what it is made of
   * @return the runtime, ready to start networks
   * @throws RuntimeStartException if there is no engine, or an image cannot be had; with what to do
   * @throws IllegalArgumentException if this runtime has no image for the driver's router
   */
  public static DockerRuntime open(Driver driver, DockerOptions options) {
    if (!driver.name().equals(REFERENCE_ROUTER)) {
      throw new IllegalArgumentException(
          "the docker runtime has an image of the reference router only, not of "
              + driver.name()
              + "; use the driver "
              + REFERENCE_ROUTER);
    }
    Engine engine = Engine.connect();
    RunResources.removeLeftovers(engine);
    DockerRuntime runtime = new DockerRuntime(driver, options, engine);
    try {
      runtime.resources.create(runtime.toxiproxy::start);
      return runtime;
    } catch (RuntimeException e) {
      runtime.close();
      throw new RuntimeStartException(
          "Toxiproxy (image %s) did not start: %s".formatted(options.toxiproxyImage(), e), e);
    }
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("engine", engine.version());
    environment.put("engine host", engine.host());
    environment.put("router image", routerImage);
    environment.put("workload image", workloadImage);
    environment.put("base image", options.baseImage());
    environment.put("toxiproxy image", options.toxiproxyImage());
    return environment;
  }

  /** Starts a network. Sites are kept apart, so links are proxied whatever is asked for. */
  @Override
  public RunningNetwork start(Network network, LinkPath links) {
    String prefix = "spillway-" + owner.run() + "-" + networks.incrementAndGet() + "-";
    NetworkLayout layout = NetworkLayout.of(network, prefix, nextProxyPort::getAndIncrement);
    LinkProxies proxies =
        new LinkProxies(
            new InetSocketAddress(toxiproxy.getHost(), toxiproxy.getMappedPort(TOXIPROXY_API_PORT)),
            "Toxiproxy container " + toxiproxy.getContainerName());
    AtomicBoolean removed = new AtomicBoolean();
    Runnable remove =
        () -> {
          if (!removed.getAndSet(true)) {
            remove(prefix, proxies);
          }
        };
    NetworkStart start =
        new NetworkStart(
            engine,
            resources,
            resources.labels(prefix),
            ports,
            layout,
            new ReadyLine(engine, options.startLimit()));
    try {
      start.createNetworks(toxiproxy.getContainerId());
      start.createProxies(proxies);
      return new DockerNetwork(
          network,
          driver,
          layout,
          start.startContainers(driver, routerImage, workloadImage),
          proxies,
          remove);
    } catch (RuntimeException e) {
      remove.run();
      throw e instanceof RuntimeStartException
          ? e
          : new RuntimeStartException(
              "network %s did not start: %s".formatted(network.name(), e), e);
    }
  }

  @Override
  public void close() {
    resources.close();
  }

  /** {@return the id that all labels of this runtime's containers and networks carry} */
  String run() {
    return owner.run();
  }

  private void remove(String prefix, LinkProxies proxies) {
    try {
      proxies.close();
    } catch (FaultException e) {
      LOG.debug("proxies of {} go with their container", prefix, e);
    }
    resources.remove(prefix);
  }

  private ToxiproxyContainer toxiproxyContainer() {
    ToxiproxyContainer container =
        new ToxiproxyContainer(
                DockerImageName.parse(options.toxiproxyImage())
                    .asCompatibleSubstituteFor("ghcr.io/shopify/toxiproxy"))
            .withLabels(resources.labels())
            // Otherwise a line for each connection, which costs the engine more than the
            // connection.
            .withEnv("LOG_LEVEL", "error")
            .withCreateContainerCmdModifier(
                command -> {
                  command.withName("spillway-" + owner.run() + "-toxiproxy");
                  ports.assign(command);
                });
    // Its proxies are reached from the sites' networks, never from outside.
    container.setExposedPorts(List.of(TOXIPROXY_API_PORT));
    return container;
  }

  private static String newRunId() {
    return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
  }
}
