package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.Map;

/**
 * B5: connections to a service at two sites of equal cost, one after another and by several clients
 * at once, to see in which order the sites follow one another.
 */
public final class OrderScenario implements Scenario {

  private static final int MANY_CLIENTS = 8;
  private static final Map<String, String> MEASURED =
      Map.of("role", "measure", "measure", "randomness", "by", "site");

  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameter {@code attempts}
   */
  public OrderScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return "order of two sites";
  }

  @Override
  public Network network() {
    return BalancingScenario.twoSites();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * attempts, Duration.ofMillis(4L * attempts));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    String one = "one by one";
    String many = MANY_CLIENTS + " clients";
    try (var measuring = stage.phase(one, MEASURED)) {
      stage.prober().sequential(BalancingScenario.target(stage), one, attempts, stage::settled);
    }
    try (var measuring = stage.phase(many, MEASURED)) {
      stage
          .prober()
          .closedLoopUntil(
              BalancingScenario.target(stage), many, MANY_CLIENTS, attempts, attempt -> false);
    }
  }
}
