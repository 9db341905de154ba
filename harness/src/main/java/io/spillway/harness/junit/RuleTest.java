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
 * <p>A test passes only if the verdict is pass. A fail, an error and an inconclusive verdict fail
 * it, with the reason, the evidence and the command that runs just this again. A rule whose
 * features the router does not declare is aborted, and so shown as skipped; a case that {@code
 * -Dspillway.rule} leaves out is disabled, with that reason.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(RuleTestExtension.class)
public @interface RuleTest {

  /** {@return the rule's id in the rulebook, such as {@code M1}} */
  String value();
}
