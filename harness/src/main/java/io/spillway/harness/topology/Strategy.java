package io.spillway.harness.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a {@link MultiKeyListener} divides connections over its routing keys. */
public sealed interface Strategy {

  /** {@return the routing keys, in declared order} */
  List<String> routingKeys();

  /**
   * Divides connections over the reachable keys in proportion to their weights.
   *
   * @param weights weight by routing key, each at least 0, in declared order
   */
  record Weighted(Map<String, Integer> weights) implements Strategy {

    /** Copies the map, keeping its order. */
    public Weighted {
      weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    @Override
    public List<String> routingKeys() {
      return List.copyOf(weights.keySet());
    }
  }

  /**
   * Sends every connection to the first key that has a reachable connector.
   *
   * @param routingKeys the keys, most wanted first
   */
  record Priority(List<String> routingKeys) implements Strategy {

    /** Copies the list. */
    public Priority {
      routingKeys = List.copyOf(routingKeys);
    }
  }
}
