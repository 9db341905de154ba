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
 * M6: a priority multi-key listener over three keys, each at a site of its own and at equal cost; a
 * ramp of held connections, and then a closed loop of many clients.
 */
public final class PriorityLoadScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String LISTENER = "shop";
  private static final String SITE_PREFIX = "site-";
  private static final List<String> KEYS = List.of("first", "second", "third");
  private static final int PORT = 8080;
  private static final int MANY_CLIENTS = 16;

  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameter {@code attempts}
   */
  public PriorityLoadScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return "priority under load";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("priority-load");
    network.site(CLIENTS).priority(LISTENER, PORT, KEYS.toArray(String[]::new));
    int port = PORT;
    for (String key : KEYS) {
      port++;
      network.site(CLIENTS).link(SITE_PREFIX + key);
      network.site(SITE_PREFIX + key).connector(key, key, port);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        2 * attempts, BalancingScenario.GAP.multipliedBy(attempts).plus(Duration.ofSeconds(1)));
  }

  @Override
  public int connectionsAtOnce() {
    return Math.max(USUAL_CONNECTIONS, attempts);
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    var target = stage.target(CLIENTS, LISTENER);
    Map<String, String> claim = Claim.onlyKeys(KEYS.get(0)).attributes();
    try (var sampling = stage.phase("held", claim);
        var held = stage.prober().hold(target, "held", attempts, BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
    try (var sampling = stage.phase("many clients", claim)) {
      stage
          .prober()
          .closedLoopUntil(target, "many clients", MANY_CLIENTS, attempts, attempt -> false);
    }
  }
}
