package io.spillway.router.route;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A TrafficSplit under the control of linkerd-failover. A backend is ready while its key is
 * reachable: a workload that is not ready has been withdrawn.
 *
 * <ul>
 *   <li>L1, L4: while the primary is ready it gets everything, also if it is the first to return
 *       after all were gone: nothing is remembered from one choice to the next.
 *   <li>L2, L3: otherwise the secondaries that are ready now share equally, whatever their weights;
 *       0, which is what a secondary has in the beginning, is a weight like any other.
 *   <li>L5: when nothing is ready there is nothing to choose from.
 * </ul>
 *
 * <p>Source: linkerd-failover, Failover logic.
 */
final class FailoverSplit implements KeyPolicy {

  private final String primary;

  /**
   * Makes the policy.
   *
   * @param primary the primary backend
   */
  FailoverSplit(String primary) {
    this.primary = primary;
  }

  @Override
  public String choose(List<KeyOption> reachable, RandomGenerator random) {
    for (KeyOption option : reachable) {
      if (option.key().equals(primary)) {
        return primary;
      }
    }
    return reachable.get(random.nextInt(reachable.size())).key();
  }
}
