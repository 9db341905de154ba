package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The C rules: link cost. */
class LinkCostIT {

  @RuleTest("C1")
  void c1_linkWithoutACost_costsOne(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C2")
  void c2_localWorkload_costsNothing(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C3")
  void c3_path_costsTheSumOfItsLinks(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C10")
  void c10_linkCost_actsOnEveryService(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C4")
  void c4_sequentialConnections_takeTheCheapestPath(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C5")
  void c5_heldConnections_spillAtTheThreshold(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C6")
  void c6_releasedConnections_returnTrafficToTheCheapestPath(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C7")
  void c7_onlyPath_isUsedWhateverItCosts(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C8")
  void c8_lostTarget_leavesTheDearPath(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C9")
  void c9_backup_servesOnlyWhileThePreferredOneIsGone(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C11")
  void c11_cutPath_isReplacedByADearerOneUntilItHeals(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("C12")
  void c12_peak_overflowsAndReturns(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
