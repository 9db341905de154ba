package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.List;
import java.util.Map;

/**
 * C5 and C6: one service at two sites, reached at two path costs. From each of two ingress sites a
 * ramp of held connections, past the point where they must spill, is released and followed by
 * sequential connections. What is the cheap site for one ingress is the dear one for the other, for
 * a router may break ties by name or by age.
 *
 * <p>Costs c v d with c above 0: {@code west} reaches {@code east} at c and {@code north} at d, and
 * {@code south} the other way round. Costs 0 v d: clients and workloads share the two sites.
 */
public final class SpillScenario implements Scenario {

  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String WEST = "west";
  private static final String SOUTH = "south";
  private static final String KEY = "backend";
  private static final int LISTENER_PORT = 8080;
  private static final int WORKLOAD_PORT = 9090;

  private final int best;
  private final int alternative;
  private final int afterSpill;
  private final int sequential;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that {@code spill-threshold} or {@code return-after-release}
   *     judges; cases of the same costs are judged on one history
   */
  public SpillScenario(Question question) {
    best = question.ruleCase().integer("best");
    alternative = question.ruleCase().integer("alternative");
    afterSpill = question.ruleCase().integer("after-spill");
    sequential = question.ruleCase().integer("sequential");
  }

  @Override
  public String name() {
    return "spill %d v %d".formatted(best, alternative);
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("spill");
    network.site(EAST).connector(KEY, KEY, WORKLOAD_PORT);
    network.site(NORTH).connector(KEY, KEY, WORKLOAD_PORT);
    for (Ramp ramp : ramps()) {
      network.site(ramp.ingress()).listener(KEY, LISTENER_PORT, KEY);
    }
    if (best == 0) {
      network.site(EAST).link(NORTH, alternative);
    } else {
      network.site(WEST).link(EAST, best).link(NORTH, alternative);
      network.site(SOUTH).link(NORTH, best).link(EAST, alternative);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    int attempts = 2 * (rampLength() + sequential);
    return new Estimate(attempts, BalancingScenario.GAP.multipliedBy(attempts));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (Ramp ramp : ramps()) {
      Map<String, String> paths =
          Map.of("cheapest", ramp.cheapest(), "alternative", ramp.dear(), "order", ramp.order());
      var target = stage.target(ramp.ingress(), KEY);
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
    return alternative + 2 + afterSpill;
  }

  private List<Ramp> ramps() {
    return best == 0
        ? List.of(new Ramp("as named", EAST, EAST, NORTH), new Ramp("swapped", NORTH, NORTH, EAST))
        : List.of(new Ramp("as named", WEST, EAST, NORTH), new Ramp("swapped", SOUTH, NORTH, EAST));
  }

  private static Map<String, String> with(Map<String, String> paths, String role) {
    Map<String, String> all = new java.util.LinkedHashMap<>(paths);
    all.put("role", role);
    return all;
  }

  private record Ramp(String order, String ingress, String cheapest, String dear) {}
}
