package io.spillway.harness.driver.skupperrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Site;
import io.spillway.harness.topology.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The entities that a site's router is configured with, as Skupper 2 makes them of its resources
 * (Skupper's {@code internal/site/{link,listener,multikeylistener,connector}.go} and {@code
 * internal/kube/site/site.go}), except that links are not encrypted and that nobody needs a
 * certificate.
 *
 * <p>Immutable.
 */
final class SkupperRouterConfig {

  /** The port for the router's management, among {@link SitePlan#ports}. */
  static final String MANAGEMENT = "management";

  static final String TCP_LISTENER = "tcpListener";
  static final String LISTENER_ADDRESS = "listenerAddress";
  static final String TCP_CONNECTOR = "tcpConnector";
  static final String CONNECTOR = "connector";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Skupper sets where the router's own default is the same. */
  private static final String HELLO_MAX_AGE_SECONDS = "3";

  private final SitePlan plan;

  SkupperRouterConfig(SitePlan plan) {
    this.plan = plan;
  }

  /**
   * One thing that a router is configured with.
   *
   * @param type its type, as the router's management schema names it
   * @param attributes its attributes, in the order in which they are written
   */
  record Entity(String type, Map<String, Object> attributes) {

    /** {@return its name, unique among those of its type} */
    String name() {
      return String.valueOf(attributes.get("name"));
    }

    private String json() {
      try {
        return "  " + JSON.writeValueAsString(List.of(type, attributes));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("entity " + type + " cannot be written as JSON", e);
      }
    }
  }

  /**
   * {@return the router's file, in JSON, one entity a line; the router wants its name to end with
   * {@code .json}}
   *
   * @throws IllegalArgumentException if the plan has no address for something that the site
   *     declares
   */
  String json() {
    return entities().stream().map(Entity::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  /** {@return all entities, listeners before their addresses as the router needs them} */
  List<Entity> entities() {
    Site site = plan.site();
    List<Entity> all = new ArrayList<>();
    all.add(
        entity(
            "router",
            "id",
            site.name(),
            "mode",
            "interior",
            "helloMaxAgeSeconds",
            HELLO_MAX_AGE_SECONDS));
    all.add(entity("address", "prefix", "mc", "distribution", "multicast"));
    // Each connection of a client is several records of the flow log, at the level of news.
    all.add(entity("log", "module", "FLOW_LOG", "enable", "warning+"));
    all.add(listener("amqp", "normal", plan.port(MANAGEMENT)));
    all.add(
        listener("inter-router", "inter-router", new HostPort(plan.bindHost(), plan.linkPort())));
    site.links().forEach(link -> all.add(connector(link)));
    site.listeners().forEach(listener -> all.add(tcpListener(listener)));
    site.multiKeyListeners().forEach(listener -> addMultiKey(listener, all));
    site.connectors().forEach(connector -> all.add(tcpConnector(connector)));
    return all;
  }

  /** {@return the names of all entities of this type} */
  List<String> names(String type) {
    return entities().stream()
        .filter(entity -> entity.type().equals(type))
        .map(Entity::name)
        .toList();
  }

  /**
   * {@return what makes the router connect to a workload}
   *
   * @throws IllegalArgumentException if the site has no such connector
   */
  Entity tcpConnector(String connector) {
    return plan.site().connectors().stream()
        .filter(each -> each.name().equals(connector))
        .findFirst()
        .map(this::tcpConnector)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "site %s has no connector %s, only %s"
                        .formatted(
                            plan.site().name(),
                            connector,
                            plan.site().connectors().stream().map(Connector::name).toList())));
  }

  /** {@return the routing keys of each of the site's listeners, by its tcpListener's name} */
  Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (Listener listener : plan.site().listeners()) {
      keys.put(nameOf(listener), List.of(listener.routingKey()));
    }
    for (MultiKeyListener listener : plan.site().multiKeyListeners()) {
      keys.put(nameOf(listener), listener.strategy().routingKeys());
    }
    return keys;
  }

  private static String nameOf(Listener listener) {
    return "listener/" + listener.name();
  }

  private static String nameOf(MultiKeyListener listener) {
    return "multiAddress/" + listener.name();
  }

  private static Entity listener(String name, String role, HostPort at) {
    return entity(
        "listener",
        "name",
        name,
        "role",
        role,
        "host",
        at.host(),
        "port",
        at.port(),
        "saslMechanisms",
        "ANONYMOUS",
        "authenticatePeer",
        false);
  }

  private Entity connector(Link link) {
    HostPort peer = plan.peer(link.name());
    Entity connector =
        entity(
            CONNECTOR,
            "name",
            link.name(),
            "role",
            "inter-router",
            "host",
            peer.host(),
            "port",
            String.valueOf(peer.port()),
            "saslMechanisms",
            "ANONYMOUS");
    link.givenCost().ifPresent(cost -> connector.attributes().put("cost", cost));
    return connector;
  }

  private Entity tcpListener(Listener listener) {
    return entity(
        TCP_LISTENER,
        "name",
        nameOf(listener),
        "host",
        plan.bindHost(),
        "port",
        String.valueOf(plan.listenerPort(listener.name())),
        "address",
        listener.routingKey());
  }

  private void addMultiKey(MultiKeyListener listener, List<Entity> all) {
    Map<String, Integer> values = new LinkedHashMap<>();
    String strategy;
    if (listener.strategy() instanceof Strategy.Weighted weighted) {
      strategy = "weighted";
      values.putAll(weighted.weights());
    } else {
      strategy = "priority";
      List<String> keys = listener.strategy().routingKeys();
      // Higher is more wanted, and the last one is 0, as Skupper counts them.
      keys.forEach(key -> values.put(key, keys.size() - 1 - keys.indexOf(key)));
    }
    all.add(
        entity(
            TCP_LISTENER,
            "name",
            nameOf(listener),
            "host",
            plan.bindHost(),
            "port",
            String.valueOf(plan.listenerPort(listener.name())),
            "multiAddressStrategy",
            strategy));
    values.forEach(
        (key, value) ->
            all.add(
                entity(
                    LISTENER_ADDRESS,
                    "name",
                    listener.name() + "/" + key,
                    "address",
                    key,
                    "value",
                    value,
                    "listener",
                    nameOf(listener))));
  }

  private Entity tcpConnector(Connector connector) {
    HostPort workload = plan.workload(connector.name());
    return entity(
        TCP_CONNECTOR,
        "name",
        "connector/" + connector.name() + "@" + workload.host(),
        "host",
        workload.host(),
        "port",
        String.valueOf(workload.port()),
        "address",
        connector.routingKey());
  }

  private static Entity entity(String type, Object... attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], attributes[i + 1]);
    }
    return new Entity(type, map);
  }
}
