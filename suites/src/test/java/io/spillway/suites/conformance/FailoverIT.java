package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The F rules: failover of workloads, sites and links. */
class FailoverIT {

  @RuleTest("F1")
  void f1_failedWorkload_isLeftByNewConnections(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F2")
  void f2_failedSite_isLeftByNewConnections(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F3")
  void f3_failedLink_isPassedBy(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F5")
  void f5_healedFault_leavesTheOldDistribution(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F7")
  void f7_flapping_leavesNoWrongSteadyState(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F8")
  void f8_allDestinationsGone_isToldPromptly(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("F9")
  void f9_failedConnect_isTriedElsewhere(RuleRun run) {
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
