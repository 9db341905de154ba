package io.spillway.harness.run;

import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.time.Duration;

/** Told how a session goes on, so that somebody can watch. Called from several threads. */
public interface Progress {

  /**
   * A scenario goes on. Called about twice a second.
   *
   * @param rule the rule that asked for it first
   * @param ruleCase the case of the rule
   * @param attempts attempts made so far
   * @param estimate what it was expected to take
   * @param elapsed since its start
   */
  void onProgress(Rule rule, RuleCase ruleCase, long attempts, Estimate estimate, Duration elapsed);

  /**
   * A scenario was played, of those that are played ahead.
   *
   * @param played how many were, with this one
   * @param all how many are to be
   * @param elapsed since the first of them began
   */
  default void onPlayed(int played, int all, Duration elapsed) {}
}
