package io.spillway.harness.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a {@link MultiKeyListener} or a {@link TrafficSplit} divides connections over keys. */
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

  /**
   * What a {@link TrafficSplit} does. One that linkerd-failover controls sends everything to its
   * primary while that is ready, and else to those of the others that are, in equal parts; one that
   * it does not control divides by the weights, whoever is ready (rules L1 to L7).
   *
   * @param weights weight by routing key, each at least 0, in declared order
   * @param givenPrimary the primary that is declared, one of the keys; empty where nothing is said,
   *     and then the router is told nothing either (rule L6 compares the two)
   * @param controlled whether the split carries the label that puts it under linkerd-failover's
   *     control
   */
  record Split(Map<String, Integer> weights, Optional<String> givenPrimary, boolean controlled)
      implements Strategy {

    /** Copies the map, keeping its order. */
    public Split {
      weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    @Override
    public List<String> routingKeys() {
      return List.copyOf(weights.keySet());
    }

    /** {@return the primary: what is declared, or else the first key} */
    public String primary() {
      return givenPrimary.orElseGet(() -> weights.keySet().iterator().next());
    }
  }
}
