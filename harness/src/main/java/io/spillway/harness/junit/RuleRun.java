package io.spillway.harness.junit;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Scenario;

/** One case of a rule, about to be judged. Handed to methods marked {@link RuleTest}. */
public interface RuleRun {

  /** {@return the rule and the case, with its parameters} */
  Question question();

  /**
   * Plays the scenario, unless another rule of this session has played it already, and has its
   * history judged.
   *
   * @throws AssertionError if the verdict is error, or if it is fail or inconclusive and the case
   *     is one that the run's gate asks about: a must, in a strict run also a should
   * @throws org.opentest4j.TestAbortedException if the rule is not applicable to this router, or
   *     not kept and only reported
   */
  void judge(Scenario scenario);
}
