package io.spillway.harness.runtime.docker;

import java.time.Instant;
import java.util.Set;

/** Waits until a container that was just started is ready; also after a restart. */
interface Readiness {

  /**
   * Returns when it is ready.
   *
   * @param container its id
   * @param since from when on what it logs is of this start, by the engine's clock
   * @param what what errors call it
   * @throws io.spillway.harness.driver.DriverException if it is a router, and ends or does not get
   *     ready in time; with its last lines
   * @throws io.spillway.harness.runtime.RuntimeStartException if it is something else, and does so
   */
  void await(String container, Instant since, String what);

  /**
   * Returns when it, started for the first time, knows what other sites have, all of which have
   * been ready. At once unless overridden: then only the traffic shows it.
   *
   * @param container its id
   * @param what what errors call it
   * @param keys the routing keys that it can know of
   * @throws io.spillway.harness.driver.DriverException if it ends or does not learn of them in time
   */
  default void awaitJoined(String container, String what, Set<String> keys) {}
}
