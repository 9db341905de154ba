package io.spillway.harness.check;

import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;

/**
 * What a check is asked: does this history keep this rule, in this case?
 *
 * @param rule the rule
 * @param ruleCase the case of the rule, with its parameters
 * @param alpha the probability of a false fail that this verdict may spend, above 0 and below 1
 */
public record Question(Rule rule, RuleCase ruleCase, double alpha) {

  /** Refuses a probability that is none. */
  public Question {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie between 0 and 1, is " + alpha);
    }
  }
}
