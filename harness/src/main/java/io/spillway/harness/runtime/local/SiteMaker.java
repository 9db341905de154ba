package io.spillway.harness.runtime.local;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.probe.workload.TroubleListener;

/** Makes the sites of a network on this machine. */
public interface SiteMaker {

  /**
   * Makes one that is not started yet.
   *
   * @param plan where everything is; its ports are free when it is started
   * @param trouble is told what happens to the router that nobody has asked for
   * @throws RuntimeException if its configuration cannot be made
   */
  LocalSite make(SitePlan plan, TroubleListener trouble);
}
