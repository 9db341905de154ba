/**
 * A rule as a JUnit test: {@link io.spillway.harness.junit.RuleTest} runs one test for each case of
 * a rule and fails it unless the rule was seen to be kept.
 *
 * <p>Uses {@code run} and {@code report}; the suites use it.
 */
package io.spillway.harness.junit;
