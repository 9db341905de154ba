package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The F rules: failover of sites and workloads. */
class SiteFailoverIT {

  @RuleTest("F2")
  void f2_failedSite_isLeftByNewConnections(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F4")
  void f4_connectionsBesideAFault_areNotDisturbed(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F6")
  void f6_slowLink_corruptsAndMisroutesNothing(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F10")
  void f10_shortConnections_loseNothing(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
