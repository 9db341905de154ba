package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.driver.ValidatingDriver;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.runtime.KeysInReach;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
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
 * sites. Needs nothing of the engine's host but the engine. The router is the reference router, or
 * one whose driver names an image that has it.
 *
 * <p>A killed site is {@code docker kill}, a frozen one {@code docker pause}. Safe for use by
 * several threads.
 */
public final class DockerRuntime implements SiteRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(DockerRuntime.class);
  private static final String REFERENCE_ROUTER = "spillway";

  /** Where routers run without images: the reference router, and others. */
  private static final String EMBEDDED = "embedded";

  private static final String PROCESS = "process";

  private static final int TOXIPROXY_API_PORT = 8_474;
  private static final int FIRST_PROXY_PORT = 10_000;

  /**
   * Below those of Toxiproxy's own connections, and so many that those of a network are free again
   * when it is their turn.
   */
  private static final int PROXY_PORTS = 20_000;

  private final Driver driver;
  private final DockerOptions options;
  private final Engine engine;
  private final RunOwner owner;
  private final RunResources resources;
  private final RouterForm form;
  private final String workloadImage;
  private final ToxiproxyContainer toxiproxy;
  private final PublishedPorts ports = new PublishedPorts();
  private final AtomicInteger networks = new AtomicInteger();
  private final AtomicInteger proxyCount = new AtomicInteger();

  private DockerRuntime(Driver driver, DockerOptions options, Engine engine) {
    boolean isReference = driver.name().equals(REFERENCE_ROUTER);
    this.driver = driver;
    this.options = options;
    this.engine = engine;
    this.owner = RunOwner.thisProcess(newRunId());
    Images images = new Images(engine, isReference ? EMBEDDED : PROCESS);
    ClassPath classPath = new ClassPath(DockerRuntime.class.getClassLoader());
    String base = options.baseImage();
    String baseId = images.provide(base, DockerOptions.BASE_PROPERTY);
    this.form =
        isReference
            ? new ReferenceForm(
                driver,
                images.build(ImageRecipe.router(classPath), base, baseId),
                new ReadyLine(engine, options.startLimit()))
            : programForm((ProgramDriver) driver, images);
    this.workloadImage = images.build(ImageRecipe.workload(classPath), base, baseId);
    images.provide(options.toxiproxyImage(), DockerOptions.TOXIPROXY_PROPERTY);
    this.resources = RunResources.begin(engine, owner);
    this.toxiproxy = toxiproxyContainer();
  }

  private RouterForm programForm(ProgramDriver program, Images images) {
    String image = program.image().orElseThrow();
    var unused = images.provide(image, imageProperty(program.name()));
    return new ProgramForm(new ValidatingDriver(program), image, engine, options.startLimit());
  }

  /**
   * {@return an image that has a router, pulled unless the engine that Testcontainers finds has it}
   *
   * @param driver the name of the router's driver
   * @param image the image's name
   * @throws RuntimeStartException if there is no engine, or the image cannot be had; with what to
   *     do
   */
  public static RouterImage image(String driver, String image) {
    Engine engine = Engine.connect();
    String property = imageProperty(driver);
    var unused = new Images(engine, PROCESS).provide(image, property);
    return new EngineImage(engine, image, property, RunOwner.thisProcess(newRunId()).labels());
  }

  private static String imageProperty(String driver) {
    return "spillway." + driver + "." + DriverSettings.IMAGE;
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
    requireImage(driver);
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

  private static void requireImage(Driver driver) {
    boolean hasImage =
        driver.name().equals(REFERENCE_ROUTER)
            || (driver instanceof ProgramDriver program && program.image().isPresent());
    if (!hasImage) {
      throw new IllegalArgumentException(
          "the docker runtime runs routers that come in an image, and the driver %s names none for its router; use -Dspillway.runtime=process"
              .formatted(driver.name()));
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
    environment.put("router image", form.image());
    environment.put("workload image", workloadImage);
    environment.put("base image", options.baseImage());
    environment.put("toxiproxy image", options.toxiproxyImage());
    return environment;
  }

  /** Starts a network. Sites are kept apart, so links are proxied whatever is asked for. */
  @Override
  public RunningNetwork start(Network network, LinkPath links) {
    String prefix = "spillway-" + owner.run() + "-" + networks.incrementAndGet() + "-";
    NetworkLayout layout = NetworkLayout.of(network, driver, prefix, this::nextProxyPort);
    LinkProxies proxies =
        new LinkProxies(
            new InetSocketAddress(toxiproxy.getHost(), toxiproxy.getMappedPort(TOXIPROXY_API_PORT)),
            "Toxiproxy container " + toxiproxy.getContainerName());
    RouterEnds ends = new RouterEnds(engine, RunResources.label(prefix));
    AtomicBoolean removed = new AtomicBoolean();
    Runnable remove =
        () -> {
          if (!removed.getAndSet(true)) {
            ends.close();
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
          start.startContainers(form, ends, workloadImage, site -> KeysInReach.of(network, site)),
          ends,
          proxies,
          remove);
    } catch (RuntimeException e) {
      Map<String, SiteFiles> left = left(start);
      remove.run();
      throw new RuntimeStartException(
          "network %s did not start: %s".formatted(network.name(), e.getMessage()), e, left);
    }
  }

  private Map<String, SiteFiles> left(NetworkStart start) {
    try {
      return start.left(form);
    } catch (RuntimeException e) {
      LOG.warn("what the sites left could not be had from the engine", e);
      return Map.of();
    }
  }

  @Override
  public void close() {
    resources.close();
  }

  private int nextProxyPort() {
    return FIRST_PROXY_PORT + Math.floorMod(proxyCount.getAndIncrement(), PROXY_PORTS);
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
