package io.spillway.harness.run;

import io.spillway.harness.topology.Network;

/**
 * A network and what is done to it. A scenario only acts and records; it never judges: what it saw
 * is in the history, and a check decides.
 */
public interface Scenario {

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
   * Plays load and faults. Runs after the control phase, in which every workload was reached from
   * every ingress site.
   *
   * @throws InterruptedException if the run is being ended
   */
  void play(Stage stage) throws InterruptedException;
}
