package io.spillway.harness.driver.skupperrouter;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * skupper-router, as Skupper 2 runs it, one process for each site.
 *
 * <p>It has no TrafficSplits, and tells no workload from another that does not answer: whatever is
 * known of workloads comes from the controller, if there is one (see {@link SkupperRouterMode}).
 *
 * <p>Stateless.
 */
final class SkupperRouterDriver implements ProgramDriver {

  static final String NAME = "skupper-router";

  private static final String FILE = "skrouterd.json";

  /** The header of AMQP 1.0, with which every connection begins, and which is answered with it. */
  private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

  /** What the router writes before a key among its addresses. */
  private static final String MOBILE = "M";

  /** What it says of a connector to another site whose link is up. */
  private static final String CONNECTED = "SUCCESS";

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration ORDER = Duration.ofSeconds(5);

  private final Installation installation;
  private final String version;
  private final SkupperRouterMode mode;
  private final Optional<String> image;

  /**
   * Where the program is.
   *
   * @param binary the program
   * @param libraries where its shared libraries are, if not where the system looks
   * @param python where its Python modules are, if not where it was told when it was built
   */
  record Installation(Path binary, Optional<Path> libraries, Optional<Path> python) {

    Map<String, String> environment() {
      return libraries.map(path -> Map.of("LD_LIBRARY_PATH", path.toString())).orElseGet(Map::of);
    }
  }

  /**
   * Creates one.
   *
   * @param installation where the program is
   * @param version the program's version
   * @param mode who is around it
   * @param image the image that it is in, if it is not on this machine
   */
  SkupperRouterDriver(
      Installation installation, String version, SkupperRouterMode mode, Optional<String> image) {
    this.installation = installation;
    this.version = version;
    this.mode = mode;
    this.image = image;
  }

  @Override
  public Optional<String> image() {
    return image;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** {@return the router's version, and who is around it, such as {@code 3.5.1, router only}} */
  @Override
  public String version() {
    return version + ", " + mode.words();
  }

  /**
   * {@return what Skupper's documentation says of the system; that traffic leaves a workload that
   * is not available it says of every network, so both modes are held to it}
   */
  @Override
  public Set<Feature> features() {
    Set<Feature> features =
        EnumSet.complementOf(EnumSet.of(Feature.TRAFFIC_SPLIT, Feature.LINKERD_FAILOVER));
    if (mode == SkupperRouterMode.ROUTER_ONLY) {
      features.remove(Feature.READINESS);
    }
    return features;
  }

  @Override
  public List<String> ports() {
    return List.of(SkupperRouterConfig.MANAGEMENT);
  }

  @Override
  public String render(SitePlan plan) {
    return new SkupperRouterConfig(plan).json();
  }

  /**
   * {@return the header of AMQP, which the router answers with its own; it logs that the connection
   * ended before it was opened, and forgets it: to open one would make it a link for a moment}
   */
  @Override
  public Optional<byte[]> linkQuestion() {
    return Optional.of(AMQP_HEADER.clone());
  }

  @Override
  public Program program(SitePlan plan, Path folder) {
    List<String> command = new ArrayList<>(List.of(installation.binary().toString(), "-c", FILE));
    installation.python().ifPresent(path -> command.addAll(List.of("-I", path.toString())));
    return new Program(
        command, installation.environment(), Map.of(FILE, render(plan)), Optional.empty());
  }

  /** {@return false: a listener's port is closed while no connector of its key is known} */
  @Override
  public boolean listensUnserved() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Once it has said that it listens for its management, that is asked: whether it has all that
   * it was configured with, and listens for clients wherever it would. A router of this kind
   * listens for the clients of a key only while it knows of a connector for it, here or at another
   * site, so a listener that is down is missing only if the router says that one of its keys can be
   * reached. Whether links are up is not asked here, as other sites may be down, nor are the
   * connectors to workloads where a controller may have taken them away.
   *
   * @throws DriverException if a port is taken, in the router's words
   */
  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    SkupperRouterConfig config = new SkupperRouterConfig(plan);
    HostPort at = plan.port(SkupperRouterConfig.MANAGEMENT);
    // As the router's schema promises for listeners; who comes earlier only fills logs.
    if (!output.hasLine(
        ".* SERVER \\(info\\) Listening on " + Pattern.quote(at.toString()) + ".*")) {
      return Sight.missing("the router does not say yet that it listens on " + at);
    }
    HostPort reached = plan.reachedPort(SkupperRouterConfig.MANAGEMENT);
    try (SkupperRouterManagement management = SkupperRouterManagement.connect(reached, LOOK)) {
      for (String type : lasting()) {
        Set<String> missing = new TreeSet<>(config.names(type));
        missing.removeAll(names(management.query(type)));
        if (!missing.isEmpty()) {
          return Sight.missing("the router has no " + type + " " + String.join(", ", missing));
        }
      }
      return listeners(config, management);
    } catch (ManagementException e) {
      return Sight.missing(e.getMessage());
    }
  }

  /** The types of entities that nobody takes away. */
  private List<String> lasting() {
    List<String> types =
        List.of(
            SkupperRouterConfig.CONNECTOR,
            SkupperRouterConfig.TCP_LISTENER,
            SkupperRouterConfig.LISTENER_ADDRESS,
            SkupperRouterConfig.TCP_CONNECTOR);
    return mode == SkupperRouterMode.ROUTER_ONLY ? types : types.subList(0, types.size() - 1);
  }

  /** Asks the router's management whether its connectors to other sites are up, and for keys. */
  @Override
  public Sight lookAround(SitePlan plan, Set<String> keys) {
    HostPort reached = plan.reachedPort(SkupperRouterConfig.MANAGEMENT);
    try (SkupperRouterManagement management = SkupperRouterManagement.connect(reached, LOOK)) {
      for (Map<String, Object> connector : management.query(SkupperRouterConfig.CONNECTOR)) {
        if (!CONNECTED.equals(connector.get("connectionStatus"))) {
          return Sight.missing(
              "the router's connector %s to %s:%s is not up: %s"
                  .formatted(
                      connector.get("name"),
                      connector.get("host"),
                      connector.get("port"),
                      connector.getOrDefault("connectionMsg", "it does not say why")));
        }
      }
      Set<String> unknown = new TreeSet<>(keys);
      unknown.removeAll(reachable(management));
      return unknown.isEmpty()
          ? Sight.READY
          : Sight.missing("the router knows nobody yet for the keys " + String.join(", ", unknown));
    } catch (ManagementException e) {
      return Sight.missing(e.getMessage());
    }
  }

  /** The keys for which the router knows a connector, here or at another site. */
  private static Set<String> reachable(SkupperRouterManagement management)
      throws ManagementException {
    return management.query("router.address").stream()
        .filter(address -> count(address, "subscriberCount") + count(address, "remoteCount") > 0)
        .map(address -> String.valueOf(address.get("key")))
        .filter(key -> key.startsWith(MOBILE))
        .map(key -> key.substring(MOBILE.length()))
        .collect(Collectors.toSet());
  }

  private static Sight listeners(SkupperRouterConfig config, SkupperRouterManagement management)
      throws ManagementException {
    Set<String> reachable = reachable(management);
    for (Map<String, Object> listener : management.query(SkupperRouterConfig.TCP_LISTENER)) {
      String name = String.valueOf(listener.get("name"));
      if ("up".equals(listener.get("operStatus"))) {
        continue;
      }
      String reason = String.valueOf(listener.getOrDefault("connectionMsg", ""));
      if (!reason.isEmpty()) {
        throw new DriverException(
            "the router's tcpListener %s at %s:%s does not listen: %s"
                .formatted(name, listener.get("host"), listener.get("port"), reason));
      }
      Optional<String> key =
          config.keys().getOrDefault(name, List.of()).stream()
              .filter(reachable::contains)
              .findFirst();
      if (key.isPresent()) {
        return Sight.missing(
            "the router's tcpListener %s is down, though its key %s can be reached"
                .formatted(name, key.get()));
      }
    }
    return Sight.READY;
  }

  private static long count(Map<String, Object> address, String attribute) {
    return address.get(attribute) instanceof Number number ? number.longValue() : 0;
  }

  private static Set<String> names(List<Map<String, Object>> entities) {
    return entities.stream()
        .map(entity -> String.valueOf(entity.get("name")))
        .collect(Collectors.toSet());
  }

  /**
   * Does what Skupper's controller does: takes the connector to a workload away from the router, or
   * gives it back (see {@link SkupperRouterMode#connects}). The controller would hear of it a
   * readiness probe later; here the router is told at once.
   */
  @Override
  public void workloadChanged(SitePlan plan, String connector, WorkloadState state) {
    if (mode == SkupperRouterMode.ROUTER_ONLY) {
      return;
    }
    SkupperRouterConfig.Entity entity = new SkupperRouterConfig(plan).tcpConnector(connector);
    boolean isWanted = mode.connects(state, plan.readiness().containsKey(connector));
    try (SkupperRouterManagement management =
        SkupperRouterManagement.connect(plan.reachedPort(SkupperRouterConfig.MANAGEMENT), ORDER)) {
      boolean isThere = names(management.query(entity.type())).contains(entity.name());
      if (isWanted && !isThere) {
        management.create(entity);
      } else if (!isWanted && isThere) {
        management.delete(entity.type(), entity.name());
      }
    } catch (ManagementException e) {
      throw new DriverException(
          "connector %s of site %s, whose workload is %s now: %s"
              .formatted(connector, plan.site().name(), state.word(), e.getMessage()),
          e);
    }
  }
}
