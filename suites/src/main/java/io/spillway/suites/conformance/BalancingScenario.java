package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.Map;

/**
 * B1: a service with a workload at each of two sites, both one link of cost 1 away from the
 * clients, used by many connections that are open at the same time.
 */
public final class BalancingScenario implements Scenario {

  /** A router may learn of a connection late: between two there is at least this much time. */
  static final Duration GAP = Duration.ofMillis(5);

  private static final String CLIENTS = "west";
  private static final String KEY = "backend";
  private static final int PORT = 8080;
  private static final String PHASE = "hold";

  private final Question question;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that the check {@code both-serve} judges
   */
  public BalancingScenario(Question question) {
    this.question = question;
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return twoSites();
  }

  /** {@return a service with a workload at each of two sites, both as far from the clients} */
  static Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("balancing");
    network.site(CLIENTS).listener(KEY, PORT, KEY).link("east").link("north");
    network.site("east").connector(KEY, KEY, PORT);
    network.site("north").connector(KEY, KEY, PORT);
    return network.build();
  }

  /** {@return where the clients of that network reach the service} */
  static Target target(Stage stage) {
    return stage.target(CLIENTS, KEY);
  }

  @Override
  public Estimate estimate() {
    int hold = question.ruleCase().integer("hold");
    return new Estimate(hold, GAP.multipliedBy(hold));
  }

  @Override
  public int connectionsAtOnce() {
    return question.ruleCase().integer("hold");
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    try (var holding = stage.phase(PHASE, Map.of("role", "hold"));
        var held =
            stage.prober().hold(target(stage), PHASE, question.ruleCase().integer("hold"), GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
  }
}
