package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The M rules: weighted and priority multi-key listeners. */
class MultiKeyListenerIT {

  @RuleTest("M1")
  void m1_weightedListener_dividesConnectionsInProportion(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M2")
  void m2_weightedListener_dividesOverTheReachableKeys(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M3")
  void m3_weightedListener_looksAtNoPath(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M4")
  void m4_weightedListener_looksAtNoLoad(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M5")
  void m5_weightedListener_drawsOrTakesTurns(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M6")
  void m6_priorityListener_usesTheFirstKeyUnderLoad(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M7")
  void m7_priorityListener_failsOverInOrder(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M8")
  void m8_priorityListener_failsBackToTheBetterKey(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M9")
  void m9_listeners_haveTheirOwnStrategies(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M10")
  void m10_chosenKey_takesItsCheapestConnector(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M11")
  void m11_noReachableKey_isToldPromptly(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M12")
  void m12_weightedListeners_decideOnTheirOwn(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }

  @RuleTest("M13")
  void m13_keyOfWeightZero_isMeasured(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
