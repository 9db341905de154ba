package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.util.Map;

/**
 * C5 and C6: one service at two sites, reached at two path costs. From each of two ingress sites a
 * ramp of held connections, past the point where they must spill, is released and followed by
 * sequential connections.
 */
public final class SpillScenario implements Scenario {

  private final TwoPaths paths;
  private final int afterSpill;
  private final int sequential;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that {@code spill-threshold} or {@code return-after-release}
   *     judges; cases of the same costs are judged on one history
   */
  public SpillScenario(Question question) {
    paths =
        new TwoPaths(
            question.ruleCase().integer("best"), question.ruleCase().integer("alternative"));
    afterSpill = question.ruleCase().integer("after-spill");
    sequential = question.ruleCase().integer("sequential");
  }

  @Override
  public String name() {
    return "spill " + paths.words();
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    int attempts = 2 * (rampLength() + sequential);
    return new Estimate(attempts, BalancingScenario.GAP.multipliedBy(attempts));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (TwoPaths.Roles ramp : paths.roles()) {
      Map<String, String> paths =
          Map.of("cheapest", ramp.cheapest(), "alternative", ramp.dear(), "order", ramp.order());
      var target = stage.target(ramp.ingress(), TwoPaths.KEY);
      String ramping = "ramp " + ramp.order();
      try (var phase = stage.phase(ramping, with(paths, "ramp"));
          var held = stage.prober().hold(target, ramping, rampLength(), BalancingScenario.GAP)) {
        // Held until the phase ends.
      }
      stage.settle();
      String release = "release " + ramp.order();
      try (var phase = stage.phase(release, with(paths, "release"))) {
        stage.prober().sequential(target, release, sequential, stage::settled);
      }
    }
  }

  /** Long enough to spill under each documented reading, and for what is judged after the spill. */
  private int rampLength() {
    return paths.alternative() + 2 + afterSpill;
  }

  private static Map<String, String> with(Map<String, String> paths, String role) {
    Map<String, String> all = new java.util.LinkedHashMap<>(paths);
    all.put("role", role);
    return all;
  }
}
