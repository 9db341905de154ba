package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * M13: weighted multi-key listeners with a key of weight 0. At one of them two other keys can be
 * reached; at the other one there is only a key that no connector serves.
 */
public final class ZeroWeightScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String RED = "red";
  private static final String BLUE = "blue";
  private static final String IDLE = "idle";
  private static final int PORT = 8080;
  private static final int CLIENT_COUNT = 8;

  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameter {@code attempts}
   */
  public ZeroWeightScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return "key of weight 0";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("zero-weight");
    network
        .site(CLIENTS)
        .weighted("beside-others", PORT, Map.of(RED, 1, BLUE, 1, IDLE, 0))
        .weighted("alone", PORT + 1, Map.of("nobody", 1, IDLE, 0));
    int port = PORT + 1;
    for (String key : List.of(RED, BLUE, IDLE)) {
      port++;
      network.site(CLIENTS).link(KeySites.site(key));
      network.site(KeySites.site(key)).connector(key, key, port);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * attempts, Duration.ofSeconds(1));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    measure(stage, "beside-others", Claim.measuredKeys(RED, BLUE, IDLE));
    measure(stage, "alone", Claim.measuredKeys(IDLE));
  }

  private void measure(Stage stage, String listener, Claim claim) throws InterruptedException {
    String phase = listener.replace('-', ' ');
    try (var measuring = stage.phase(phase, claim.attributes())) {
      stage
          .prober()
          .closedLoopUntil(
              stage.target(CLIENTS, listener), phase, CLIENT_COUNT, attempts, attempt -> false);
    }
  }
}
