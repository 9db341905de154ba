package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.Map;

/**
 * M5: a weighted multi-key listener, each key served at a site of its own; connections one after
 * another, and then by several clients at once, whose order is measured.
 */
public final class WeightedOrderScenario implements Scenario {

  private static final String ONE = "one client";
  private static final String SEVERAL = "several clients";
  private static final int CLIENT_COUNT = 8;

  private final Question question;
  private final Map<String, Integer> weights;
  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code weights} and {@code attempts}
   */
  public WeightedOrderScenario(Question question) {
    this.question = question;
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return KeySites.weighted(weights);
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * attempts, Duration.ofSeconds(2));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(KeySites.CLIENTS, KeySites.LISTENER);
    Map<String, String> measured = Map.of("role", "measure", "measure", "randomness", "by", "key");
    try (var sampling = stage.phase(ONE, measured)) {
      stage.prober().sequential(target, ONE, attempts, stage::settled);
    }
    try (var sampling = stage.phase(SEVERAL, measured)) {
      stage.prober().closedLoopUntil(target, SEVERAL, CLIENT_COUNT, attempts, attempt -> false);
    }
  }
}
