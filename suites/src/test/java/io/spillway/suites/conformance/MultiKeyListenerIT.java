package io.spillway.suites.conformance;

import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;

/** The M rules: weighted and priority multi-key listeners. */
class MultiKeyListenerIT {

  @RuleTest("M1")
  void m1_weightedListener_dividesConnectionsInProportion(RuleRun run) {
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

  @RuleTest("M11")
  void m11_noReachableKey_isToldPromptly(RuleRun run) {
    run.judge(Scenarios.of(run.question()));
  }
}
