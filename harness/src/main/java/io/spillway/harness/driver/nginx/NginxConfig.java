package io.spillway.harness.driver.nginx;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.driver.balancer.Way;
import io.spillway.harness.driver.balancer.Ways;
import io.spillway.harness.driver.balancer.Weights;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The {@code nginx.conf} of one site.
 *
 * <p>It has a server for each connector of the network, which passes connections on to the next
 * step towards it, and for each listener a server with an upstream {@code listener.NAME}. nginx
 * uses its backup servers all alike: where keys have an order, the backup of each is a socket in
 * the site's folder, behind which the next keys are. TrafficSplits it does not heed: no rule asks
 * for one without readiness, of which nginx knows nothing. Used once.
 */
final class NginxConfig {

  /** How the name of each socket in the site's folder ends. */
  static final String SOCKET = ".sock";

  private static final String SETTINGS =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr warn;

      events {
          worker_connections 8000;
      }

      stream {
          proxy_connect_timeout 500ms;
          proxy_timeout 1h;
          proxy_half_close on;
          proxy_next_upstream on;
      """;

  private static final String PASSIVE = " max_fails=1 fail_timeout=1s";

  private final SitePlan plan;
  private final Ways ways;
  private final StringBuilder text = new StringBuilder();

  private NginxConfig(SitePlan plan) {
    this.plan = plan;
    this.ways = Ways.of(plan, Optional.empty());
  }

  /**
   * {@return the file for this site}
   *
   * @param module the stream module, where it is not built in
   * @throws IllegalArgumentException if the plan lacks an address
   */
  static String of(SitePlan plan, Optional<Path> module) {
    return new NginxConfig(plan).render(module);
  }

  private String render(Optional<Path> module) {
    module.ifPresent(path -> text.append("load_module \"").append(path).append("\";\n"));
    text.append(SETTINGS);
    for (Way way : ways.all()) {
      server(at(way.port()), way.step().map(step -> step.at().toString()));
    }
    plan.site().listeners().forEach(this::listener);
    plan.site().multiKeyListeners().forEach(this::listener);
    return text.append("}\n").toString();
  }

  private void listener(Listener listener) {
    List<String> servers = ways.to(listener.routingKey()).stream().map(way -> to(way, "")).toList();
    listen(listener.name(), upstream(name(listener.name()), Optional.of("least_conn"), servers));
  }

  private void listener(MultiKeyListener listener) {
    if (listener.strategy() instanceof Strategy.Weighted weighted) {
      weighted(listener.name(), weighted);
    } else if (listener.strategy() instanceof Strategy.Priority priority) {
      priority(listener.name(), priority);
    }
  }

  private void weighted(String name, Strategy.Weighted strategy) {
    List<String> servers = new ArrayList<>();
    Weights.exact(strategy.weights(), ways.to(strategy.routingKeys()))
        .forEach((way, weight) -> servers.add(to(way, " weight=" + weight)));
    listen(name, upstream(name(name), Optional.of("random"), servers));
  }

  private void priority(String name, Strategy.Priority strategy) {
    List<List<Way>> keys =
        ways.to(strategy.routingKeys()).values().stream().filter(key -> !key.isEmpty()).toList();
    listen(name, chain(name, keys, 1));
  }

  /**
   * Writes the first of these keys, and the others behind it.
   *
   * @return what is to be passed to, if there is a key
   */
  private Optional<String> chain(String listener, List<List<Way>> keys, int number) {
    List<String> servers = new ArrayList<>();
    keys.stream().limit(1).forEach(key -> key.forEach(way -> servers.add(to(way, ""))));
    if (keys.size() == 2) {
      keys.get(1).forEach(way -> servers.add(to(way, " backup")));
    } else if (keys.size() > 2) {
      String next = "unix:" + listener + "." + (number + 1) + SOCKET;
      server(next, chain(listener, keys.subList(1, keys.size()), number + 1));
      servers.add("server " + next + " max_fails=0 backup;");
    }
    String upstream = number == 1 ? name(listener) : name(listener) + "." + number;
    return upstream(upstream, Optional.empty(), servers);
  }

  private void listen(String listener, Optional<String> upstream) {
    Integer port = plan.listenerPorts().get(listener);
    if (port == null) {
      throw new IllegalArgumentException(
          "the plan of site %s has no port for %s, only for %s"
              .formatted(
                  plan.site().name(), listener, new TreeSet<>(plan.listenerPorts().keySet())));
    }
    server(at(port), upstream);
  }

  private String at(int port) {
    return new HostPort(plan.bindHost(), port).toString();
  }

  /** Writes a server; one that has nobody to pass to closes each connection at once. */
  private void server(String listen, Optional<String> to) {
    text.append("\n    server {\n");
    line("listen " + listen + ";");
    line(to.map(name -> "proxy_pass " + name + ";").orElse("return \"\";"));
    text.append("    }\n");
  }

  /**
   * Writes an upstream, unless it has no server.
   *
   * @return its name, if it was written
   */
  private Optional<String> upstream(String name, Optional<String> method, List<String> servers) {
    if (servers.isEmpty()) {
      return Optional.empty();
    }
    text.append("\n    upstream ").append(name).append(" {\n");
    method.ifPresent(word -> line(word + ";"));
    servers.forEach(this::line);
    text.append("    }\n");
    return Optional.of(name);
  }

  private static String to(Way way, String more) {
    return "server " + way.step().orElseThrow().at() + more + PASSIVE + ";";
  }

  private static String name(String listener) {
    return "listener." + listener;
  }

  private void line(String line) {
    text.append("        ").append(line).append('\n');
  }
}
