package io.spillway.router.config;

import io.spillway.router.config.RouterConfig.Strategy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how listeners divide their connections: MultiKeyListeners and TrafficSplits. */
final class StrategyReader {

  private static final String PRIMARY = "failover.linkerd.io/primary-service";
  private static final String CONTROLLED_BY = "failover.linkerd.io/controlled-by";
  private static final String KEY = "routing key";
  private static final String KEY_REMEDY = "Write the key's name";
  private static final String WEIGHT_REMEDY = "Use a weight of 0 or more";

  private StrategyReader() {}

  /** {@return whether a strategy is one that a MultiKeyListener says itself} */
  static boolean isMultiKey(Strategy strategy) {
    return strategy instanceof Strategy.Weighted || strategy instanceof Strategy.Priority;
  }

  /** {@return the strategy of a MultiKeyListener} */
  static Optional<Strategy> multiKey(Fields spec) {
    return spec.mapping("strategy", "Add a strategy: weighted or priority")
        .flatMap(StrategyReader::strategy);
  }

  private static Optional<Strategy> strategy(Fields fields) {
    Optional<Strategy> strategy = Optional.empty();
    if (fields.has("weighted") == fields.has("priority")) {
      fields.report(
          fields.line(), "has to be exactly one of weighted and priority", "Keep one of them");
      fields.accept("weighted");
      fields.accept("priority");
    } else if (fields.has("weighted")) {
      strategy =
          fields
              .mapping("weighted", "Add routingKeys with weights")
              .flatMap(StrategyReader::weighted);
    } else {
      strategy = fields.mapping("priority", "Add routingKeys").flatMap(StrategyReader::priority);
    }
    fields.finish();
    return strategy;
  }

  private static Optional<Strategy> weighted(Fields weighted) {
    Optional<Fields> keys = weighted.mapping("routingKeys", "Map each routing key to its weight");
    weighted.finish();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String key : keys.get().names()) {
      keys.get().name(new YamlNode.Scalar(key, keys.get().line(key)), KEY, KEY_REMEDY);
      keys.get()
          .integer(key, 0, Integer.MAX_VALUE, WEIGHT_REMEDY)
          .ifPresent(weight -> weights.put(key, weight));
    }
    if (weights.size() == keys.get().names().size()
        && weights.values().stream().noneMatch(weight -> weight > 0)) {
      weighted.report(keys.get().line(), "has no key with a weight above 0", "Give a key a weight");
    }
    return Optional.of(new Strategy.Weighted(weights));
  }

  private static Optional<Strategy> priority(Fields priority) {
    Set<String> keys = new LinkedHashSet<>();
    for (YamlNode item : priority.items("routingKeys", "List routing keys, most wanted first")) {
      Optional<String> key = priority.name(item, KEY, KEY_REMEDY);
      if (key.isPresent() && !keys.add(key.get())) {
        priority.report(item.line(), "lists '" + key.get() + "' twice", "List each key once");
      }
    }
    priority.finish();
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(new Strategy.Priority(List.copyOf(keys)));
  }

  /**
   * {@return the strategy of a TrafficSplit}
   *
   * @param metadata its metadata, of which labels and annotations are asked
   * @param spec its spec, of which the backends are asked
   */
  static Optional<Strategy> split(Metadata metadata, Fields spec) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (Fields backend : spec.mappings("backends", "List backends with service and weight")) {
      Optional<String> service = backend.text("service", "Name the backend's routing key");
      Optional<Integer> weight = backend.integer("weight", 0, Integer.MAX_VALUE, WEIGHT_REMEDY);
      backend.finish();
      if (service.isPresent() && weight.isPresent()) {
        if (weights.putIfAbsent(service.get(), weight.get()) != null) {
          backend.report(backend.line(), "is '" + service.get() + "' again", "List it once");
        }
      }
    }
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    boolean controlled = metadata.labels().has(CONTROLLED_BY);
    String first = weights.keySet().iterator().next();
    Optional<String> named =
        metadata.annotations().has(PRIMARY)
            ? metadata.annotations().text(PRIMARY, "Name one of the backends")
            : Optional.of(first);
    if (named.isPresent() && !weights.containsKey(named.get())) {
      metadata
          .annotations()
          .report(
              metadata.annotations().line(PRIMARY),
              "name the primary service '" + named.get() + "'",
              "Name one of the backends: " + String.join(", ", weights.keySet()));
      return Optional.empty();
    }
    if (!controlled && weights.values().stream().noneMatch(weight -> weight > 0)) {
      spec.report(
          spec.line("backends"),
          "gives no backend a weight above 0",
          "Give one a weight, or the label " + CONTROLLED_BY);
      return Optional.empty();
    }
    return named.map(primary -> new Strategy.Split(weights, primary, controlled));
  }
}
