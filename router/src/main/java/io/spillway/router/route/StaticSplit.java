package io.spillway.router.route;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A TrafficSplit that nobody controls.
 *
 * <p>L7: its weights stand, whoever is reachable: a connection that falls to a backend which is not
 * fails, and so does one whose backend fails it; a backend of weight 0 gets nothing.
 *
 * <p>Source: linkerd-failover, Configuration, {@code selector}.
 */
final class StaticSplit implements KeyPolicy {

  private final WeightedKeys weighted;
  private final List<KeyOption> backends;

  /**
   * Makes the policy.
   *
   * @param weights weight by backend, each at least 0, in declared order
   * @throws IllegalArgumentException if no weight is above 0
   */
  StaticSplit(Map<String, Integer> weights) {
    if (weights.values().stream().noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException(
          "a split without a weight above 0 sends nobody anywhere: " + weights);
    }
    this.weighted = new WeightedKeys(weights);
    this.backends =
        weights.keySet().stream().map(backend -> new KeyOption(backend, List.of())).toList();
  }

  @Override
  public String choose(List<KeyOption> reachable, RandomGenerator random) {
    return weighted.choose(backends, random);
  }

  @Override
  public boolean isBinding() {
    return true;
  }
}
