package io.spillway.harness.rule;

/** What a router may be able to do. A driver declares them; a rule names those that it needs. */
public enum Feature {
  /** Connections are balanced over workloads at several sites. */
  BALANCING("balancing"),
  /** Links have costs that steer connections. */
  LINK_COST("link-cost"),
  /** A listener divides connections over several keys by weight. */
  WEIGHTED_LISTENER("weighted-listener"),
  /** A listener uses the first reachable of several keys. */
  PRIORITY_LISTENER("priority-listener"),
  /** Traffic leaves sites that fail. */
  SITE_FAILOVER("site-failover"),
  /** Traffic leaves workloads that fail, also if nobody tells the router. */
  WORKLOAD_FAILOVER("workload-failover"),
  /** A workload that says over HTTP that it is not ready gets no new connections. */
  READINESS("readiness"),
  /** A TrafficSplit divides a listener's connections over several keys by weight. */
  TRAFFIC_SPLIT("traffic-split"),
  /** A TrafficSplit under linkerd-failover's control moves from its primary to the others. */
  LINKERD_FAILOVER("linkerd-failover");

  private final String word;

  Feature(String word) {
    this.word = word;
  }

  /** {@return the word that files and reports use} */
  public String word() {
    return word;
  }
}
