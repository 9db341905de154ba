package io.spillway.harness.run;

import io.spillway.harness.topology.Network;

/**
 * A network and what is done to it. A scenario only acts and records; it never judges: what it saw
 * is in the history, and a check decides.
 */
public interface Scenario {

  /** As many connections at once as most scenarios need. */
  int USUAL_CONNECTIONS = 100;

  /**
   * As many as one needs that fails a part of the network under an open loop: for a while what
   * arrives there hangs.
   */
  int CONNECTIONS_BESIDE_A_FAULT = 200;

  /**
   * {@return a name that tells it from every other scenario of a session, fit for a file name; two
   * rules whose scenarios have the same name are judged on one history}
   */
  String name();

  /** {@return the network to start} */
  Network network();

  /** {@return what it is about to take} */
  Estimate estimate();

  /**
   * {@return how many connections it has open at once, at the most; less than {@value
   * #USUAL_CONNECTIONS} counts as so many}
   */
  default int connectionsAtOnce() {
    return USUAL_CONNECTIONS;
  }

  /** {@return how many links one of these connections crosses, at the most; two, if not said} */
  default int linksCrossed() {
    return 2;
  }

  /**
   * {@return whether it injects faults into links; only then do they lead through proxies wherever
   * the runtime has a shorter way}
   */
  default boolean failsLinks() {
    return false;
  }

  /**
   * Plays load and faults. Runs after the control phase, in which every workload was reached from
   * every ingress site.
   *
   * @throws InterruptedException if the run is being ended
   */
  void play(Stage stage) throws InterruptedException;
}
