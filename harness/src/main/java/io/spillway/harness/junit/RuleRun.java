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
   * @throws AssertionError if the verdict is fail, error or inconclusive
   * @throws org.opentest4j.TestAbortedException if the rule is not applicable to this router
   */
  void judge(Scenario scenario);
}
