package io.spillway.harness.runtime.docker;

/** Waits until a container that was just started is ready; also after a restart. */
interface Readiness {

  /**
   * Returns when it is ready.
   *
   * @param container its id
   * @param what what errors call it
   * @throws io.spillway.harness.driver.DriverException if it is a router, and ends or does not get
   *     ready in time; with its last lines
   * @throws io.spillway.harness.runtime.RuntimeStartException if it is something else, and does so
   */
  void await(String container, String what);
}
