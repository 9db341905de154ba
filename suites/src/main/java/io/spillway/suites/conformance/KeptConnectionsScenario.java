package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.Map;

/**
 * B2: connections to a service with a workload at each of two sites of equal cost are kept, and on
 * all of them at the same time one request follows the other, while either site could answer.
 */
public final class KeptConnectionsScenario implements Scenario {

  private static final String KEPT = "kept";
  private static final String REQUESTS = "requests";

  private final int connections;
  private final int requests;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code connections} and {@code requests}
   */
  public KeptConnectionsScenario(Question question) {
    connections = question.ruleCase().integer("connections");
    requests = question.ruleCase().integer("requests");
  }

  @Override
  public String name() {
    return "kept connections";
  }

  @Override
  public Network network() {
    return BalancingScenario.twoSites();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        connections * (1 + requests),
        BalancingScenario.GAP.multipliedBy(connections).plus(Duration.ofSeconds(1)));
  }

  @Override
  public int connectionsAtOnce() {
    return connections;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    try (var keeping = stage.phase(KEPT, Map.of("role", "hold"));
        var held =
            stage
                .prober()
                .hold(BalancingScenario.target(stage), KEPT, connections, BalancingScenario.GAP);
        var asking = stage.phase(REQUESTS, Claim.keptConnections(KEPT).attributes())) {
      held.ask(REQUESTS, requests);
    }
    stage.settle();
  }
}
