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
  SITE_FAILOVER("site-failover");

  private final String word;

  Feature(String word) {
    this.word = word;
  }

  /** {@return the word that files and reports use} */
  public String word() {
    return word;
  }
}
