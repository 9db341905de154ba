package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Scenario;

/** Which scenario gathers the evidence for which rule. */
public final class Scenarios {

  private Scenarios() {}

  /**
   * {@return the scenario whose history this question is judged on}
   *
   * @throws IllegalArgumentException if no scenario gathers evidence for the rule's check
   */
  public static Scenario of(Question question) {
    return switch (question.rule().check()) {
      case "weighted-shares" -> new WeightedScenario(question);
      case "both-serve" -> new BalancingScenario(question);
      case "spill-threshold", "return-after-release" -> new SpillScenario(question);
      case "priority-failover", "priority-failback" -> new PriorityScenario(question);
      case "site-failover" -> new SiteFailoverScenario(question);
      default ->
          throw new IllegalArgumentException(
              "no scenario for rule "
                  + question.rule().id()
                  + ", whose check is "
                  + question.rule().check());
    };
  }
}
