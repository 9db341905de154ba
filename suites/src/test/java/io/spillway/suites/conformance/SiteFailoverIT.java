package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The F rules: failover of sites and workloads. */
class SiteFailoverIT {

  @RuleTest("F2")
  void f2_failedSite_isLeftByNewConnections(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
