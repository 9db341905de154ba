package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The B rules: balancing of connections over sites. */
class BalancingIT {

  @RuleTest("B1")
  void b1_serviceAtTwoSites_isServedByBoth(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("B2")
  void b2_requestsOnAKeptConnection_stayWithOneWorkload(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("B3")
  void b3_establishedConnections_stayWhereTheyAre(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("B4")
  void b4_fasterSite_getsMoreConnections(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("B5")
  void b5_orderOfSites_isMeasured(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
