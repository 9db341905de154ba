package io.spillway.harness.run;

import io.spillway.harness.check.Question;

/**
 * Knows which scenario gathers the evidence for which question, so that a session can play all of
 * them ahead, several at a time. An implementation that is named in a configuration has a public
 * constructor without parameters.
 */
@FunctionalInterface
public interface ScenarioSource {

  /**
   * {@return the scenario whose history this question is judged on}
   *
   * @throws IllegalArgumentException if no scenario gathers evidence for the rule
   */
  Scenario of(Question question);
}
