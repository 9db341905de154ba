package io.spillway.harness.junit;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.Session;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Turns the cases of a rule into tests. All of them share one session, kept with the engine. */
final class RuleTestExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return findAnnotation(context.getTestMethod(), RuleTest.class).isPresent();
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    RuleTest annotation = findAnnotation(context.getTestMethod(), RuleTest.class).orElseThrow();
    Rule rule = Rulebook.load().rule(annotation.value());
    return rule.cases().stream().map(ruleCase -> new Invocation(rule, ruleCase));
  }

  /** One case of a rule as a test. */
  private record Invocation(Rule rule, RuleCase ruleCase)
      implements TestTemplateInvocationContext, ExecutionCondition, ParameterResolver {

    @Override
    public String getDisplayName(int invocationIndex) {
      return rule.id() + " " + ruleCase.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return session(context).selected(rule, ruleCase)
          ? ConditionEvaluationResult.enabled("selected")
          : ConditionEvaluationResult.disabled("left out by -Dspillway.rule or -Dspillway.profile");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RuleRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Session session = session(context);
      return new JudgedRun(session, session.question(rule, ruleCase));
    }

    private static Session session(ExtensionContext context) {
      return SharedSession.of(context).session();
    }
  }
}
