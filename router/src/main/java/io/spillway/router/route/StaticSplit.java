package io.spillway.router.route;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A TrafficSplit that nobody controls.
 *
 * <p>L7: its weights stand, whoever is reachable: a connection that falls to a backend which is not
 * fails.
 *
 * <p>Source: linkerd-failover, Configuration, {@code selector}.
 */
final class StaticSplit implements KeyPolicy {

  private final Map<String, Integer> weights;

  /**
   * Makes the policy.
   *
   * @param weights weight by backend, each at least 0 and one above 0
   */
  StaticSplit(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  @Override
  public String choose(List<KeyOption> reachable, RandomGenerator random) {
    List<KeyOption> all = weights.keySet().stream().map(k -> new KeyOption(k, List.of())).toList();
    return new WeightedKeys(weights).choose(all, random);
  }
}
