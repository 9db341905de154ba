package io.spillway.harness.driver.haproxy;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.driver.balancer.Way;
import io.spillway.harness.driver.balancer.Ways;
import io.spillway.harness.driver.balancer.Weights;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Strategy;
import io.spillway.harness.topology.TrafficSplit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The {@code haproxy.cfg} of one site.
 *
 * <p>It has a proxy {@code way.SITE.CONNECTOR} for each connector of the network, whose only server
 * {@code to} is the next step towards it and whose checks say whether the connector can be reached;
 * the servers of listeners follow those checks ({@code track}). A neighbour is asked over HTTP, at
 * its proxy {@code health}, whether its own way is up, and so on to the connector's site.
 *
 * <p>Names of sites, connectors and listeners are DNS labels, so that names joined by dots are
 * never two things. Used once.
 */
final class HaproxyConfig {

  /** The channel at which neighbours are asked what they reach. */
  static final String HEALTH = "health";

  private static final String SETTINGS =
      """
      global
          maxconn 4000
          nbthread 1
          no strict-limits

      defaults
          mode tcp
          timeout connect 1s
          timeout client 1h
          timeout server 1h
          timeout check 1s
          retries 3
          option redispatch 1
          default-server inter 200ms fastinter 100ms downinter 200ms fall 2 rise 1
      """;

  /**
   * A client's connection that fails counts as a failed check, and the next check comes soon.
   *
   * <p>A check that only connects is no connection that a workload would count: HAProxy resets it
   * before it is whole.
   */
  private static final String OBSERVED = " observe layer4 error-limit 1";

  /** The largest weight that HAProxy takes. */
  private static final int MOST_WEIGHT = 256;

  private static final String LISTENER = "listener.";

  private final SitePlan plan;
  private final Ways ways;
  private final StringBuilder text = new StringBuilder(SETTINGS);

  private HaproxyConfig(SitePlan plan) {
    this.plan = plan;
    this.ways = Ways.of(plan, Optional.of(HEALTH));
  }

  /**
   * {@return the file for this site}
   *
   * @throws IllegalArgumentException if the plan lacks an address
   */
  static String of(SitePlan plan) {
    return new HaproxyConfig(plan).render();
  }

  private String render() {
    plan.channels().ifPresent(channels -> health(planned(HEALTH, channels.ports())));
    ways.all().forEach(this::way);
    plan.site().listeners().forEach(this::listener);
    plan.site().multiKeyListeners().forEach(this::listener);
    return text.toString();
  }

  private void health(int port) {
    proxy("frontend", HEALTH);
    line("mode http");
    bind(port);
    line("timeout http-request 5s");
    line("timeout http-keep-alive 1s");
    line("http-request return status 200 if { path / }");
    for (Way way : ways.all()) {
      line(
          "http-request return status 200 if { path /%s } { nbsrv(%s) gt 0 }"
              .formatted(way.channel(), name(way)));
    }
    line("http-request return status 503");
  }

  /** Tries once: there is nobody else to try, and whoever waits is better told. */
  private void way(Way way) {
    proxy("listen", name(way));
    bind(way.port());
    line("retries 0");
    way.step().ifPresent(step -> step(way, step));
  }

  private void step(Way way, Way.Step step) {
    String checked = "server to " + step.at() + " check";
    Optional<HostPort> asked;
    String path;
    if (step instanceof Way.ToNeighbour neighbour) {
      asked = neighbour.question();
      path = "/" + way.channel();
    } else {
      asked = ((Way.ToWorkload) step).readiness();
      path = SitePlan.READINESS_PATH;
    }
    if (asked.isEmpty()) {
      line(checked + OBSERVED);
      return;
    }
    line("option httpchk");
    line("http-check send meth GET uri " + path);
    line("http-check expect status 200");
    line(checked + " addr " + asked.get().host() + " port " + asked.get().port());
  }

  private void listener(Listener listener) {
    Optional<TrafficSplit> split =
        plan.site().trafficSplits().stream()
            .filter(each -> each.listener().equals(listener.name()))
            .findFirst();
    if (split.isPresent()) {
      split(listener.name(), split.get().strategy());
      return;
    }
    listen(listener.name());
    line("balance leastconn");
    ways.to(listener.routingKey()).forEach(way -> server(way, ""));
  }

  private void listener(MultiKeyListener listener) {
    if (listener.strategy() instanceof Strategy.Weighted weighted) {
      weighted(listener.name(), weighted);
    } else if (listener.strategy() instanceof Strategy.Priority priority) {
      priority(listener.name(), priority);
    } else if (listener.strategy() instanceof Strategy.Split split) {
      split(listener.name(), split);
    }
  }

  /**
   * Draws a key that can be reached. With {@code balance random} a key's weight would be lost with
   * one of its servers, and all processes begin with the same numbers (HAProxy 2.6).
   */
  private void weighted(String name, Strategy.Weighted strategy) {
    draw(name, strategy.weights(), " if { nbsrv(%s) gt 0 }");
  }

  /** One backup at a time is used, in their order: of a later key only the first that is up. */
  private void priority(String name, Strategy.Priority strategy) {
    listen(name);
    line("balance leastconn");
    boolean first = true;
    for (String key : strategy.routingKeys()) {
      String backup = first ? "" : " backup";
      ways.to(key).forEach(way -> server(way, backup));
      first = false;
    }
  }

  private void split(String name, Strategy.Split strategy) {
    if (strategy.controlled()) {
      controlled(name, strategy);
    } else {
      uncontrolled(name, strategy);
    }
  }

  private void controlled(String name, Strategy.Split strategy) {
    Map<String, Integer> alike = new LinkedHashMap<>();
    strategy.routingKeys().forEach(key -> alike.put(key, 1));
    listen(name);
    line("balance roundrobin");
    line("option allbackups");
    weights(alike)
        .forEach(
            (way, weight) -> {
              boolean primary = way.connector().routingKey().equals(strategy.primary());
              server(way, " weight " + weight + (primary ? "" : " backup"));
            });
  }

  /** A key is drawn whoever is ready; it serves, or nobody does. */
  private void uncontrolled(String name, Strategy.Split strategy) {
    draw(name, strategy.weights(), "");
  }

  /**
   * Draws a key, and then takes a server of that key or none. The range is the sum of the weights
   * of all keys that take part; a key has the part of it that ends at the sum of its own weight and
   * of those before.
   *
   * @param takesPart the condition under which a key takes part, of which its backend's name is the
   *     argument; empty for always
   */
  private void draw(String name, Map<String, Integer> weights, String takesPart) {
    List<String> keys = weights.keySet().stream().filter(key -> weights.get(key) > 0).toList();
    String listener = LISTENER + name;
    proxy("frontend", listener);
    bind(port(name));
    set("sess.sum", "int(0)");
    for (int i = 0; i < keys.size(); i++) {
      String condition = takesPart.formatted(listener + "." + i);
      set("sess.sum", "var(sess.sum),add(" + weights.get(keys.get(i)) + ")" + condition);
      set("sess.end." + i, "var(sess.sum)");
    }
    set("sess.draw", "rand,mod(sess.sum)");
    for (int i = 0; i < keys.size(); i++) {
      line(
          "use_backend %s.%d if { var(sess.draw),sub(sess.end.%d) -m int lt 0 }"
              .formatted(listener, i, i));
    }
    for (int i = 0; i < keys.size(); i++) {
      proxy("backend", listener + "." + i);
      line("balance leastconn");
      ways.to(keys.get(i)).forEach(way -> server(way, ""));
    }
  }

  private void set(String variable, String value) {
    line("tcp-request content set-var(" + variable + ") " + value);
  }

  private Map<Way, Long> weights(Map<String, Integer> weights) {
    return Weights.scaled(Weights.exact(weights, ways.to(weights.keySet())), MOST_WEIGHT);
  }

  private void listen(String listener) {
    proxy("listen", LISTENER + listener);
    bind(port(listener));
  }

  private void server(Way way, String more) {
    line(
        "server %s.%s %s track %s/to%s"
            .formatted(
                way.site(),
                way.connector().name(),
                way.step().orElseThrow().at(),
                name(way),
                more));
  }

  private static String name(Way way) {
    return "way." + way.site() + "." + way.connector().name();
  }

  private int port(String listener) {
    return planned(listener, plan.listenerPorts());
  }

  private int planned(String name, Map<String, Integer> ports) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException(
          "the plan of site %s has no port for %s, only for %s"
              .formatted(plan.site().name(), name, new TreeSet<>(ports.keySet())));
    }
    return port;
  }

  private void proxy(String kind, String name) {
    text.append('\n').append(kind).append(' ').append(name).append('\n');
  }

  private void bind(int port) {
    line("bind " + new HostPort(plan.bindHost(), port));
  }

  private void line(String line) {
    text.append("    ").append(line).append('\n');
  }
}
