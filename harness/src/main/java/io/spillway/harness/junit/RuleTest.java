package io.spillway.harness.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a method that runs a rule of the rulebook: once for each case of the rule, named by the
 * rule's id and the case. The method takes one {@link RuleRun} and calls {@link RuleRun#judge} with
 * the scenario that gathers the evidence.
 *
 * <p>A test passes only if the verdict is pass. A fail and an inconclusive verdict on a must-case
 * fail it, with the reason, the evidence and the command that runs just this again; on a
 * should-case only with {@code -Dspillway.strict=true}, and on an advisory one never: then the test
 * is aborted, and so shown as skipped, with the same words. So it is where an inconclusive verdict
 * was allowed ({@code -Dspillway.allow-inconclusive}). An error of the harness always fails it. A
 * rule whose features the router does not declare is aborted as well; a case that {@code
 * -Dspillway.rule} or {@code -Dspillway.profile} leaves out is disabled, with that reason.
 *
 * <p>Where JUnit's configuration parameter {@value #SCENARIOS} names a {@link
 * io.spillway.harness.run.ScenarioSource}, all selected scenarios are played ahead, several at a
 * time ({@code -Dspillway.parallel}), and a test waits for its own.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(RuleTestExtension.class)
public @interface RuleTest {

  /** JUnit's configuration parameter that names the class that knows the scenarios. */
  String SCENARIOS = "spillway.scenarios";

  /** {@return the rule's id in the rulebook, such as {@code M1}} */
  String value();
}
