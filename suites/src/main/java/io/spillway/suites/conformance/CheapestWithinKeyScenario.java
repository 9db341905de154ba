package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillPlan;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * M10: a weighted and a priority multi-key listener over two keys, each key served at the same two
 * sites, which are reached at two path costs; connections one after another, and then as many held
 * ones as stay below the threshold. What is the cheap site for one ingress is the dear one for the
 * other. Then so many at once that it is reached, which shows that the dear site could have served.
 */
public final class CheapestWithinKeyScenario implements Scenario {

  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String RED = "red";
  private static final String BLUE = "blue";
  private static final List<String> LISTENERS = List.of("weighted", "priority");
  private static final int KEYS = 2;
  private static final int PORT = 8080;
  private static final int WORKLOAD_PORT = 9090;

  private final int best;
  private final int alternative;
  private final int attempts;
  private final int below;
  private final int beyond;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative} and {@code
   *     attempts}
   */
  public CheapestWithinKeyScenario(Question question) {
    best = question.ruleCase().integer("best");
    alternative = question.ruleCase().integer("alternative");
    attempts = question.ruleCase().integer("attempts");
    below = alternative - best - 1;
    beyond = KEYS * SpillPlan.surelyBeyond(question, alternative);
  }

  /**
   * Clients at this ingress site reach the cheapest site at the one cost, the dear one at the
   * other.
   */
  private record Roles(String ingress, String cheapest, String dear) {}

  private static List<Roles> roles() {
    return List.of(new Roles("west", EAST, NORTH), new Roles("south", NORTH, EAST));
  }

  @Override
  public String name() {
    return "cheapest within a key " + best + " v " + alternative;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("cheapest-within-key");
    for (String site : List.of(EAST, NORTH)) {
      network
          .site(site)
          .connector(RED, RED, WORKLOAD_PORT)
          .connector(BLUE, BLUE, WORKLOAD_PORT + 1);
    }
    for (Roles roles : roles()) {
      network
          .site(roles.ingress())
          .weighted("weighted", PORT, Map.of(RED, 1, BLUE, 1))
          .priority("priority", PORT + 1, RED, BLUE)
          .link(roles.cheapest(), best)
          .link(roles.dear(), alternative);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    int phases = roles().size() * LISTENERS.size();
    return new Estimate(
        phases * (attempts + below + beyond),
        Duration.ofMillis(3L * phases * attempts)
            .plus(BalancingScenario.GAP.multipliedBy((long) phases * (below + beyond))));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (Roles roles : roles()) {
      for (String listener : LISTENERS) {
        String phase = listener + " from " + roles.ingress();
        Target target = stage.target(roles.ingress(), listener);
        try (var sampling = stage.phase(phase, Claim.onlySites(roles.cheapest()).attributes())) {
          stage.prober().sequential(target, phase, attempts, stage::settled);
          try (var held = stage.prober().hold(target, phase, below, BalancingScenario.GAP)) {
            // Held until the phase ends.
          }
        }
        stage.settle();
        HeldRamp.reach(stage, target, phase + ", beyond", beyond, roles.dear());
      }
    }
  }
}
