package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Scenario;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which scenario gathers the evidence for which rule. */
public final class Scenarios {

  private static final Map<String, Function<Question, Scenario>> BALANCING =
      Map.ofEntries(Map.entry("B1", BalancingScenario::new));

  private static final Map<String, Function<Question, Scenario>> LINK_COST =
      Map.ofEntries(
          Map.entry("C1", DefaultCostScenario::new),
          Map.entry("C2", LocalCostScenario::new),
          Map.entry("C3", SpillScenario::new),
          Map.entry("C10", TwoServicesScenario::new),
          Map.entry("C4", CheapestPathScenario::new),
          Map.entry("C5", SpillScenario::new),
          Map.entry("C6", SpillScenario::new),
          Map.entry("C7", OnlyPathScenario::new));

  private static final Map<String, Function<Question, Scenario>> MULTI_KEY_LISTENERS =
      Map.ofEntries(
          Map.entry("M1", WeightedScenario::new),
          Map.entry("M6", PriorityLoadScenario::new),
          Map.entry("M7", PriorityScenario::new),
          Map.entry("M8", PriorityScenario::new),
          Map.entry("M11", NoDestinationScenario::new));

  private static final Map<String, Function<Question, Scenario>> FAILOVER =
      Map.ofEntries(Map.entry("F2", SiteFailoverScenario::new));

  private static final Map<String, Function<Question, Scenario>> TRAFFIC_SPLIT = Map.ofEntries();

  private Scenarios() {}

  /**
   * {@return the scenario whose history this question is judged on}
   *
   * @throws IllegalArgumentException if no scenario gathers evidence for the rule
   */
  public static Scenario of(Question question) {
    return Stream.of(BALANCING, LINK_COST, MULTI_KEY_LISTENERS, FAILOVER, TRAFFIC_SPLIT)
        .filter(family -> family.containsKey(question.rule().id()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no scenario for rule " + question.rule().id()))
        .get(question.rule().id())
        .apply(question);
  }
}
