package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Scenario;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which scenario gathers the evidence for which rule. */
public final class Scenarios {

  private static final Map<String, Function<Question, Scenario>> BALANCING =
      Map.ofEntries(
          Map.entry("B1", BalancingScenario::new),
          Map.entry("B2", KeptConnectionsScenario::new),
          Map.entry("B3", FailbackScenario::new),
          Map.entry("B4", FasterSiteScenario::new),
          Map.entry("B5", OrderScenario::new));

  private static final Map<String, Function<Question, Scenario>> LINK_COST =
      Map.ofEntries(
          Map.entry("C1", DefaultCostScenario::new),
          Map.entry("C2", ShortRampsScenario::new),
          Map.entry("C3", Scenarios::ofThreshold),
          Map.entry("C10", TwoServicesScenario::new),
          Map.entry("C4", CheapestPathScenario::new),
          Map.entry("C5", Scenarios::ofThreshold),
          Map.entry("C6", SpillScenario::new),
          Map.entry("C7", OnlyPathScenario::new),
          Map.entry("C8", LostTargetScenario::new),
          Map.entry("C9", PreferenceScenario::new),
          Map.entry("C11", RedundantPathScenario::new),
          Map.entry("C12", PeakScenario::new));

  private static final Map<String, Function<Question, Scenario>> MULTI_KEY_LISTENERS =
      Map.ofEntries(
          Map.entry("M1", WeightedScenario::new),
          Map.entry("M2", WeightedFailoverScenario::new),
          Map.entry("M3", WeightedPathsScenario::new),
          Map.entry("M4", WeightedLoadScenario::new),
          Map.entry("M5", WeightedOrderScenario::new),
          Map.entry("M6", PriorityLoadScenario::new),
          Map.entry("M7", PriorityScenario::new),
          Map.entry("M8", PriorityScenario::new),
          Map.entry("M9", SideBySideScenario::new),
          Map.entry("M10", CheapestWithinKeyScenario::new),
          Map.entry("M11", Scenarios::ofNoReachableKey),
          Map.entry("M12", SideBySideScenario::new),
          Map.entry("M13", ZeroWeightScenario::new));

  private static final Map<String, Function<Question, Scenario>> FAILOVER =
      Map.ofEntries(
          Map.entry("F1", FailoverScenario::new),
          Map.entry("F2", FailoverScenario::new),
          Map.entry("F3", FailoverScenario::new),
          Map.entry("F4", UndisturbedScenario::new),
          Map.entry("F5", HealedScenario::new),
          Map.entry("F6", SlowLinkScenario::new),
          Map.entry("F7", HealedScenario::new),
          Map.entry("F8", AllGoneScenario::new),
          Map.entry("F9", RetryScenario::new),
          Map.entry("F10", ShortConnectionsScenario::new));

  private static final Map<String, Function<Question, Scenario>> TRAFFIC_SPLIT =
      Map.ofEntries(
          Map.entry("L1", SplitReadinessScenario::new),
          Map.entry("L2", SplitSharesScenario::new),
          Map.entry("L3", SplitSharesScenario::new),
          Map.entry("L4", SplitReadinessScenario::new),
          Map.entry("L5", SplitReadinessScenario::new),
          Map.entry("L6", SplitReadinessScenario::new),
          Map.entry("L7", SplitSharesScenario::new),
          Map.entry("L8", SplitReadinessScenario::new));

  private Scenarios() {}

  private static Scenario ofNoReachableKey(Question question) {
    return question.ruleCase().text("keys").equals("lost")
        ? new LostKeysScenario(question)
        : new NoDestinationScenario(question);
  }

  private static Scenario ofThreshold(Question question) {
    return question.ruleCase().integer("ramps") > 1
        ? new ShortRampsScenario(question)
        : new SpillScenario(question);
  }

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
