package io.spillway.router.route;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Uses the first key that has a reachable connector: the declared order is the order of priority.
 *
 * <ul>
 *   <li>M6: whatever the load is.
 *   <li>M7: when it becomes unreachable, the next one in the list.
 *   <li>M8: when a better one is reachable again, that one, for new connections: nothing is
 *       remembered from one choice to the next.
 * </ul>
 *
 * <p>Source: skupper-2.2, Preferred approach: Multi-key listeners.
 */
final class PriorityKeys implements KeyPolicy {

  @Override
  public String choose(List<KeyOption> reachable, RandomGenerator random) {
    return reachable.get(0).key();
  }
}
