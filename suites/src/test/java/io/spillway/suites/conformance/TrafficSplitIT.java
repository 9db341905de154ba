package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The L rules: TrafficSplits, with and without linkerd-failover. */
class TrafficSplitIT {

  @RuleTest("L1")
  void l1_readyPrimary_getsEverything(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L2")
  void l2_readySecondaries_shareEqually(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L3")
  void l3_readinessOfASecondary_movesTheShares(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L4")
  void l4_primaryThatReturns_getsEverythingAgain(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L5")
  void l5_nothingReady_isToldPromptly(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L6")
  void l6_firstBackend_isThePrimaryByDefault(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L7")
  void l7_unlabelledSplit_keepsItsWeights(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("L8")
  void l8_workloadThatIsUpButNotReady_getsNothing(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
