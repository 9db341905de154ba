package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.router.config.RouterConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Routers and workloads of one test, in this JVM; all gone when it ends. */
final class TestSites implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Runnable> parts = new ArrayList<>();

  /** A site file in the making. */
  static final class SiteFile {
    private final StringBuilder yaml = new StringBuilder();

    private SiteFile(String name) {
      resource("Site", name, "{}");
    }

    SiteFile access() {
      return access(0);
    }

    SiteFile access(int port) {
      return resource(
          "RouterAccess",
          "access",
          "{bindHost: 127.0.0.1, roles: [{name: inter-router, port: " + port + "}]}");
    }

    SiteFile link(String name, Router to, int cost) {
      return link(name, to.linkAddress().getPort(), cost);
    }

    SiteFile link(String name, int port, int cost) {
      return resource(
          "Link",
          name,
          "{cost: "
              + cost
              + ", endpoints: [{name: inter-router, host: 127.0.0.1, port: "
              + port
              + "}]}");
    }

    SiteFile listener(String key) {
      return listener(key, 0);
    }

    SiteFile listener(String key, int port) {
      return resource(
          "Listener", key, "{host: 127.0.0.1, port: " + port + ", routingKey: " + key + "}");
    }

    SiteFile namedListener(String name, String key) {
      return resource("Listener", name, "{host: 127.0.0.1, port: 0, routingKey: " + key + "}");
    }

    SiteFile multiKeyListener(String name, String strategy) {
      return resource(
          "MultiKeyListener", name, "{host: 127.0.0.1, port: 0, strategy: " + strategy + "}");
    }

    SiteFile connector(String key, int port) {
      return resource(
          "Connector",
          key + "-" + port,
          "{host: 127.0.0.1, port: " + port + ", routingKey: " + key + "}");
    }

    /** A connector with a health check: {@code none}, {@code connect} or a URL. */
    SiteFile connector(String key, int port, String check) {
      return resource(
          "Connector",
          key + "-" + port + ", annotations: {spillway.dev/health-check: '" + check + "'}",
          "{host: 127.0.0.1, port: " + port + ", routingKey: " + key + "}");
    }

    /** A listener that goes to the primary key while that is ready, and else to the other one. */
    SiteFile failoverListener(String name, String primary, String secondary) {
      return listener(name)
          .split(
              "labels: {failover.linkerd.io/controlled-by: linkerd-failover}",
              name,
              "[{service: " + primary + ", weight: 1}, {service: " + secondary + ", weight: 0}]");
    }

    /** A TrafficSplit, with a label, an annotation, or nothing of the kind. */
    SiteFile split(String metadata, String service, String backends) {
      yaml.append(
              "---\napiVersion: split.smi-spec.io/v1alpha2\nkind: TrafficSplit\nmetadata:"
                  + " {name: split, ")
          .append(metadata)
          .append("}\nspec: {service: ")
          .append(service)
          .append(", backends: ")
          .append(backends)
          .append("}\n");
      return this;
    }

    RouterConfig config() {
      return RouterConfig.parse(yaml.toString(), "test.yaml");
    }

    private SiteFile resource(String kind, String name, String spec) {
      yaml.append("---\napiVersion: skupper.io/v2alpha1\nkind: ")
          .append(kind)
          .append("\nmetadata: {name: ")
          .append(name)
          .append("}\nspec: ")
          .append(spec)
          .append('\n');
      return this;
    }
  }

  static SiteFile site(String name) {
    return new SiteFile(name);
  }

  Router start(SiteFile file) {
    return start(file, RouterOptions.defaults());
  }

  Router start(SiteFile file, RouterOptions options) {
    RouterConfig config = file.config();
    Router router = Router.start(config, options.with(o -> o.seed(7)));
    parts.add(router::close);
    awaitFirstChecks(router, config);
    return router;
  }

  Workload with(Workload workload) {
    parts.add(workload::close);
    return workload;
  }

  CuttingProxy with(CuttingProxy proxy) {
    parts.add(proxy::close);
    return proxy;
  }

  /** Waits until a router knows its workloads: it advertises none before. */
  private static void awaitFirstChecks(Router router, RouterConfig config) {
    long checked =
        config.connectors().stream()
            .filter(connector -> !(connector.health() instanceof RouterConfig.HealthCheck.None))
            .count();
    await("the first health checks at " + router.site())
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> router.health().size() == checked);
  }

  static void awaitSites(Router router, String... sites) {
    await("sites that " + router.site() + " can reach")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(router::reachableSites, Set.of(sites)::equals);
  }

  /** Waits until the way to a site costs so much, which only the cheapest path does. */
  static void awaitPathCost(Router router, String site, long cost) {
    await("path cost from " + router.site() + " to " + site)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> router.network().pathCost(site), OptionalLong.of(cost)::equals);
  }

  static Socket connect(Router router, String listener) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) LIMIT.toMillis());
    InetSocketAddress address = router.listenerAddress(listener);
    socket.connect(address, (int) LIMIT.toMillis());
    return socket;
  }

  /** The first line that the workload says; empty if the connection ended instead. */
  static String name(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\n';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  /** Connects to a {@link Workload#namedEcho} and keeps the connection. */
  static Socket hold(Router router, String listener, String expected) throws IOException {
    Socket socket = connect(router, listener);
    assertThat(name(socket)).isEqualTo(expected);
    return socket;
  }

  /** Checks that a held connection still carries bytes in both directions. */
  static void assertAlive(Socket held) throws IOException {
    held.getOutputStream().write(bytes("still there?\n"));
    assertThat(name(held)).isEqualTo("still there?");
  }

  /** Whether nobody listens at a port of this machine. */
  static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  /** Connects, asks for the name, closes. */
  static String whoServes(Router router, String listener) throws IOException {
    try (Socket socket = connect(router, listener)) {
      return name(socket);
    }
  }

  /** How a connection ends: {@code end}, {@code reset}, or what else went wrong. */
  static String howItEnds(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what comes does not matter
      }
      return "end";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      return e.toString();
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).run();
    }
  }
}
