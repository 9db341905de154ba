package io.spillway.router.route;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Divides connections over the reachable keys in proportion to their weights.
 *
 * <ul>
 *   <li>M1: the chance of a key is its weight over the sum of the weights.
 *   <li>M2: the sum runs over the reachable keys only, so an unreachable key's part goes to the
 *       others in proportion to theirs, and comes back when it does.
 *   <li>M3, M4: neither cost nor load is looked at, and each choice is independent of the last.
 *   <li>M13: a key of weight 0 is used only when nothing else is reachable.
 * </ul>
 *
 * <p>Source: skupper-2.2, Preferred approach: Multi-key listeners.
 */
final class WeightedKeys implements KeyPolicy {

  private final Map<String, Integer> weights;

  /**
   * Makes the policy.
   *
   * @param weights weight by key, each at least 0
   */
  WeightedKeys(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  @Override
  public String choose(List<KeyOption> reachable, RandomGenerator random) {
    long sum = 0;
    for (KeyOption option : reachable) {
      sum += weight(option);
    }
    if (sum == 0) {
      return reachable.get(random.nextInt(reachable.size())).key();
    }
    long drawn = random.nextLong(sum);
    for (KeyOption option : reachable) {
      drawn -= weight(option);
      if (drawn < 0) {
        return option.key();
      }
    }
    throw new AssertionError("drew beyond the sum of the weights, " + sum);
  }

  private long weight(KeyOption option) {
    return weights.getOrDefault(option.key(), 0);
  }
}
