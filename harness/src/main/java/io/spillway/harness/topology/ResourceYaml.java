package io.spillway.harness.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spillway.harness.topology.Connector.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes Skupper's resources and TrafficSplits as the documents of one YAML file, or as one JSON
 * array, in the order of the calls. Network files and the files that a router reads are both
 * written with it; they differ in the addresses that they give. Not safe for use by several
 * threads.
 */
public final class ResourceYaml {

  /** The role of a router's port for links, as Skupper calls it. */
  private static final String INTER_ROUTER = "inter-router";

  private static final String INTER_ROUTER_PORT = "55671";

  private static final ObjectWriter YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build()
          .writer();

  private static final ObjectWriter JSON =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private final Optional<String> namespace;
  private final List<Map<String, Object>> resources;

  private ResourceYaml(Optional<String> namespace, List<Map<String, Object>> resources) {
    this.namespace = namespace;
    this.resources = resources;
  }

  /** {@return a writer of an empty file, whose resources have no namespace} */
  public static ResourceYaml file() {
    return new ResourceYaml(Optional.empty(), new ArrayList<>());
  }

  /**
   * {@return a writer of the same file, whose resources have a namespace}
   *
   * @param name the site's name
   */
  public ResourceYaml inNamespace(String name) {
    return new ResourceYaml(Optional.of(name), resources);
  }

  /**
   * Adds a {@code Site}.
   *
   * @param name the site's name
   * @return this writer
   */
  public ResourceYaml site(String name) {
    return add("Site", name, Map.of(), Map.of());
  }

  /**
   * Adds a {@code RouterAccess}, which says where a router listens for links.
   *
   * @param name the resource's name
   * @param host the address
   * @param port 1 to 65535
   * @return this writer
   */
  public ResourceYaml routerAccess(String name, String host, int port) {
    Map<String, Object> role = map("name", INTER_ROUTER, "port", port);
    return add("RouterAccess", name, Map.of(), map("bindHost", host, "roles", List.of(role)));
  }

  /**
   * Adds a {@code Link} to an address; with its cost where one is declared.
   *
   * @param link the link
   * @param host where the other end is reached
   * @param port 1 to 65535
   * @return this writer
   */
  public ResourceYaml link(Link link, String host, int port) {
    return link(link, map("name", INTER_ROUTER, "host", host, "port", port));
  }

  /**
   * Adds a {@code Link} as network files have it: with its cost where one is declared; its host is
   * the name of the site that it leads to, and its port, a text in Skupper's resource definition,
   * is the usual one.
   *
   * @param link the link
   * @return this writer
   */
  public ResourceYaml link(Link link) {
    return link(link, map("name", INTER_ROUTER, "host", link.to(), "port", INTER_ROUTER_PORT));
  }

  private ResourceYaml link(Link link, Map<String, Object> end) {
    Map<String, Object> spec = new LinkedHashMap<>();
    link.givenCost().ifPresent(cost -> spec.put("cost", cost));
    spec.put("endpoints", List.of(end));
    return add("Link", link.name(), Map.of(), spec);
  }

  /**
   * Adds a {@code Listener}.
   *
   * @param listener the listener
   * @param host where it listens
   * @param port 1 to 65535
   * @return this writer
   */
  public ResourceYaml listener(Listener listener, String host, int port) {
    return add(
        "Listener",
        listener.name(),
        Map.of(),
        map("host", host, "port", port, "routingKey", listener.routingKey()));
  }

  /**
   * Adds a {@code MultiKeyListener}.
   *
   * @param listener the listener
   * @param host where it listens
   * @param port 1 to 65535
   * @return this writer
   */
  public ResourceYaml multiKeyListener(MultiKeyListener listener, String host, int port) {
    Map<String, Object> strategy;
    if (listener.strategy() instanceof Strategy.Weighted weighted) {
      strategy = map("weighted", map("routingKeys", weighted.weights()));
    } else {
      strategy = map("priority", map("routingKeys", listener.strategy().routingKeys()));
    }
    return add(
        "MultiKeyListener",
        listener.name(),
        Map.of(),
        map("host", host, "port", port, "strategy", strategy));
  }

  /**
   * Adds a {@code TrafficSplit}. Write the listener that it governs before it.
   *
   * @param split the split
   * @return this writer
   */
  public ResourceYaml trafficSplit(TrafficSplit split) {
    Strategy.Split strategy = split.strategy();
    Map<String, Object> metadata = metadata(split.name());
    strategy
        .givenPrimary()
        .ifPresent(primary -> metadata.put("annotations", map(Annotations.PRIMARY, primary)));
    if (strategy.controlled()) {
      metadata.put("labels", map(Annotations.CONTROLLED_BY, Annotations.CONTROLLER));
    }
    List<Map<String, Object>> backends =
        strategy.weights().entrySet().stream()
            .map(entry -> map("service", entry.getKey(), "weight", entry.getValue()))
            .toList();
    return add(
        Kinds.TRAFFIC_SPLIT, metadata, map("service", split.listener(), "backends", backends));
  }

  /**
   * Adds a {@code Connector} to a workload at an address.
   *
   * @param connector the connector
   * @param host where the workload is reached
   * @param port 1 to 65535
   * @param readinessUrl where a GET tells whether the workload is ready, if it tells
   * @return this writer
   */
  public ResourceYaml connector(
      Connector connector, String host, int port, Optional<String> readinessUrl) {
    return add(
        "Connector",
        connector.name(),
        readinessUrl.map(url -> Map.of(Annotations.HEALTH_CHECK, url)).orElseGet(Map::of),
        map("host", host, "port", port, "routingKey", connector.routingKey()));
  }

  /**
   * Adds a {@code Connector} as network files have it: with a selector or host for a stand-in, or
   * with the host of a real workload and the annotation that says so.
   *
   * @param connector the connector
   * @return this writer
   */
  public ResourceYaml connector(Connector connector) {
    Map<String, String> annotations = new LinkedHashMap<>();
    String field = "host";
    String value;
    if (connector.workload() instanceof Workload.StandIn standIn) {
      value = standIn.name();
      field = value.contains("=") ? "selector" : "host";
      if (!standIn.serviceTime().isZero()) {
        annotations.put(Annotations.SERVICE_TIME, standIn.serviceTime().toMillis() + "ms");
      }
      if (standIn.readiness()) {
        annotations.put(Annotations.READINESS, "true");
      }
    } else {
      value = ((Workload.Real) connector.workload()).host();
      annotations.put(Annotations.WORKLOAD, Annotations.REAL);
    }
    return add(
        "Connector",
        connector.name(),
        annotations,
        map(field, value, "port", connector.port(), "routingKey", connector.routingKey()));
  }

  /** {@return the file} */
  public String text() {
    StringBuilder documents = new StringBuilder();
    resources.forEach(resource -> documents.append(written(YAML, resource)));
    return documents.toString();
  }

  /**
   * {@return the same resources as a JSON array, for readers without YAML; ends with a line feed}
   */
  public String json() {
    return written(JSON, resources) + "\n";
  }

  private ResourceYaml add(
      String kind, String name, Map<String, String> annotations, Map<String, Object> spec) {
    Map<String, Object> metadata = metadata(name);
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return add(kind, metadata, spec);
  }

  private Map<String, Object> metadata(String name) {
    Map<String, Object> metadata = map("name", name);
    namespace.ifPresent(site -> metadata.put("namespace", site));
    return metadata;
  }

  private ResourceYaml add(String kind, Map<String, Object> metadata, Map<String, Object> spec) {
    Map<String, Object> resource =
        map("apiVersion", Kinds.apiVersionOf(kind), "kind", kind, "metadata", metadata);
    if (!spec.isEmpty()) {
      resource.put("spec", spec);
    }
    resources.add(resource);
    return this;
  }

  private static String written(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a resource of texts and numbers can always be written", e);
    }
  }

  /** A map in the order of the arguments: a key, its value, and so on. */
  private static Map<String, Object> map(String key, Object value, Object... more) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    for (int i = 0; i < more.length; i += 2) {
      map.put((String) more[i], more[i + 1]);
    }
    return map;
  }
}
