package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The B rules: balancing of connections over sites. */
class BalancingIT {

  @RuleTest("B1")
  void b1_serviceAtTwoSites_isServedByBoth(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("B3")
  void b3_establishedConnections_stayWhereTheyAre(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
