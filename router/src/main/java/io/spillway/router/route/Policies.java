package io.spillway.router.route;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Every decision of the router that the documentation speaks about. The defaults are what is
 * documented; an embedding program overrides one to see what a router would do that decides
 * otherwise. The router has no other switch for it.
 */
public interface Policies {

  /** {@return the documented policies} */
  static Policies documented() {
    return new Policies() {};
  }

  /**
   * The policy of a weighted multi-key listener. Called once for each such listener.
   *
   * @param weights weight by routing key, each at least 0, in declared order
   * @return the policy (rules M1 to M4)
   */
  default KeyPolicy weighted(Map<String, Integer> weights) {
    return new WeightedKeys(weights);
  }

  /**
   * The policy of a priority multi-key listener, and of a listener with one key. Called once for
   * each such listener.
   *
   * @param keys the routing keys, most wanted first
   * @return the policy (rules M6 to M8)
   */
  default KeyPolicy priority(List<String> keys) {
    return new PriorityKeys();
  }

  /**
   * The policy of a listener that a TrafficSplit governs. Called once for each such listener.
   *
   * @param weights weight by backend, each at least 0, in declared order
   * @param primary the primary backend
   * @param controlled whether linkerd-failover controls the split
   * @return the policy (rules L1 to L7)
   */
  default KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
    return controlled ? new FailoverSplit(primary) : new StaticSplit(weights);
  }

  /**
   * {@return the policy that says what a path costs: the sum of its links (rule C3); called once}
   */
  default PathCostPolicy pathCost() {
    return (pathCost, link, linkCost) -> pathCost + linkCost;
  }

  /** {@return the policy that picks a destination of a key (rules B1, C2 to C8); called once} */
  default DestinationPolicy destination() {
    return new PerceivedCost();
  }

  /**
   * {@return after which ends a stream no longer counts as open: after every one (rule C6); called
   * once, and asked by the threads of all loops}
   */
  default Predicate<StreamEnd> uncounted() {
    return end -> true;
  }

  /**
   * {@return how long a client waits for a destination while no key of its listener is reachable:
   * not at all, for it is to be told promptly (rules M11, F8, L5)}
   */
  default Duration patience() {
    return Duration.ZERO;
  }

  /**
   * {@return the answers that make a workload ready, by their HTTP status: 200 to 399, as
   * Kubernetes judges a readiness probe of the kind {@code httpGet} (rule L8)}
   */
  default IntPredicate readyStatus() {
    return status -> status >= 200 && status <= 399;
  }

  /**
   * How many destinations are tried for one client before it is told that none can be connected.
   *
   * @param allowed the most that the configuration allows, at least 1
   * @return as many as are allowed (rule F9)
   */
  default int tries(int allowed) {
    return allowed;
  }

  /** {@return the policy that says which connectors are offered (rules F1, L8); called once} */
  default AvailabilityPolicy availability() {
    return (connector, healthy) -> healthy;
  }

  /** {@return the policy that says when a silent peer is lost (rules F2, F6); called once} */
  default LivenessPolicy liveness() {
    return new AdaptiveSilence();
  }
}
