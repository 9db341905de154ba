package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;

/**
 * C12: a private site, and a public one at a higher cost, under a load that rises and falls. Normal
 * demand is one connection at a time, and then as many held ones as stay below the cost; the ramp
 * goes far beyond it; on the plateau connections come and go while those of the ramp stay; and when
 * they are released demand is normal again.
 */
public final class PeakScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String PRIVATE = "private";
  private static final String PUBLIC = "public";
  private static final String KEY = "backend";
  private static final int PORT = 8080;
  private static final int PRIVATE_COST = 1;
  private static final int PLATEAU_CLIENTS = 16;

  private final int alternative;
  private final int attempts;
  private final int peak;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code alternative}, {@code attempts} and {@code
   *     peak}
   */
  public PeakScenario(Question question) {
    alternative = question.ruleCase().integer("alternative");
    attempts = question.ruleCase().integer("attempts");
    peak = question.ruleCase().integer("peak");
  }

  @Override
  public String name() {
    return "peak over " + alternative;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("peak");
    network
        .site(CLIENTS)
        .listener(KEY, PORT, KEY)
        .link(PRIVATE, PRIVATE_COST)
        .link(PUBLIC, alternative);
    network.site(PRIVATE).connector(KEY, KEY, PORT);
    network.site(PUBLIC).connector(KEY, KEY, PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        3 * attempts + peak + 2 * few(),
        Duration.ofMillis(5L * attempts).plus(BalancingScenario.GAP.multipliedBy(peak)));
  }

  @Override
  public int connectionsAtOnce() {
    return peak + PLATEAU_CLIENTS;
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(CLIENTS, KEY);
    normal(stage, target, "normal");
    Claim either = Claim.onlySites(PRIVATE, PUBLIC).enough("peak");
    try (var rising = stage.phase("ramp", either.attributes());
        var held = stage.prober().hold(target, "ramp", peak, BalancingScenario.GAP);
        var plateau = stage.phase("plateau", Claim.bothSites(PRIVATE, PUBLIC).attributes())) {
      stage
          .prober()
          .closedLoopUntil(target, "plateau", PLATEAU_CLIENTS, attempts, attempt -> false);
    }
    stage.settle();
    normal(stage, target, "after");
  }

  private void normal(Stage stage, Target target, String phase) {
    try (var sampling = stage.phase(phase, Claim.onlySites(PRIVATE).attributes())) {
      stage.prober().sequential(target, phase, attempts, stage::settled);
      try (var held = stage.prober().hold(target, phase, few(), BalancingScenario.GAP)) {
        // Held until the phase ends.
      }
    }
    stage.settle();
  }

  /** So few that no reading of the threshold is reached. */
  private int few() {
    return Math.max(1, (alternative - PRIVATE_COST) / 2);
  }
}
