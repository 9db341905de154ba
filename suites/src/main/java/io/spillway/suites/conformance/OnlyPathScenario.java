package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.Map;

/** C7: a service behind a single, dear link; connections one after another, and held. */
public final class OnlyPathScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String SERVICE = "east";
  private static final String KEY = "backend";
  private static final int PORT = 8080;

  private final int cost;
  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code cost} and {@code attempts}
   */
  public OnlyPathScenario(Question question) {
    cost = question.ruleCase().integer("cost");
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return "only path at " + cost;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("only-path");
    network.site(CLIENTS).listener(KEY, PORT, KEY).link(SERVICE, cost);
    network.site(SERVICE).connector(KEY, KEY, PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        2 * attempts, BalancingScenario.GAP.multipliedBy(attempts).plus(Duration.ofSeconds(1)));
  }

  @Override
  public int connectionsAtOnce() {
    return attempts;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    var target = stage.target(CLIENTS, KEY);
    Map<String, String> claim = Claim.onlySites(SERVICE).attributes();
    try (var sampling = stage.phase("sequential", claim)) {
      stage.prober().sequential(target, "sequential", attempts, stage::settled);
    }
    try (var sampling = stage.phase("held", claim);
        var held = stage.prober().hold(target, "held", attempts, BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
  }
}
