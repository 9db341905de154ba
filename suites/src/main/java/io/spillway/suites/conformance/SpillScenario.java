package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Held;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * C5 and C6: one service at two sites, reached at two path costs. From each of two ingress sites a
 * ramp of held connections, past the point where they must spill, is released and, for C6, followed
 * by sequential connections. How its connections end is C6's to say: a router that counts them may
 * notice one way of ending and not the other ({@link Closing}). A long ramp, which sweeps the whole
 * curve, and one over several links run beside that of the other ingress, on sites of their own;
 * the longest follow each other, for a process of 20,000 files has none left for both.
 */
public final class SpillScenario implements Scenario {

  /** Of ramps that hold more than this, two at once may be more than a process has files for. */
  private static final int MOST_BESIDE = 1_200;

  /** So many in a row are no mere luck for a router that has learnt of every end. */
  private static final int RETURNED = 5;

  private static final Duration RETURN_LIMIT = Duration.ofSeconds(5);

  private final Chains paths;
  private final int held;
  private final HeldRamp.Length length;
  private final int sequential;
  private final int belowThreshold;
  private final Closing closing;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that {@code spill-threshold} or {@code return-after-release}
   *     judges; cases of the same costs are judged on one history
   */
  public SpillScenario(Question question) {
    held = question.ruleCase().integer("held", 0);
    paths = Chains.of(question, held > 0 && held <= MOST_BESIDE, Chains.SERVICE);
    length = HeldRamp.Length.of(question, paths.alternativeCost(), held);
    sequential = question.ruleCase().integer("sequential", 0);
    belowThreshold =
        sequential > 0
            ? question.ruleCase().integer("alternative") - question.ruleCase().integer("best") - 1
            : 0;
    closing = Closing.of(question);
  }

  @Override
  public String name() {
    return "spill "
        + paths.words()
        + (held > 0 ? " held " + held : "")
        + (closing == Closing.CLIENT ? "" : " closed by " + closing.word());
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    int attempts = 2 * (length.planned() + sequential);
    return new Estimate(
        attempts,
        length
            .duration(paths.apart() ? 1 : 2)
            .plus(BalancingScenario.GAP.multipliedBy(2L * sequential)));
  }

  @Override
  public int connectionsAtOnce() {
    return (paths.apart() ? 2 : 1) * length.planned();
  }

  @Override
  public int linksCrossed() {
    return Math.max(paths.cheapest().size(), paths.alternative().size());
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    List<HeldRamp> ramps = paths.roles().stream().map(HeldRamp::new).toList();
    if (paths.apart()) {
      // They share neither site nor link, so neither sees what the other has open.
      HeldRamp.playTogether(stage, length, ramps.get(0), ramps.get(1));
      return;
    }
    for (HeldRamp ramp : ramps) {
      ramp.play(stage, length, closing);
      if (closing != Closing.CLIENT) {
        awaitReturn(stage, ramp.roles());
      }
      if (sequential > 0) {
        release(stage, ramp.roles());
      }
    }
  }

  /**
   * Lets connections that nobody judges go on until some in a row take the cheapest path, or the
   * limit has passed. A workload that sees a client's orderly end sees it after the router has; of
   * one that ends first, and of a reset, which overtakes everything, that cannot be said.
   */
  private void awaitReturn(Stage stage, TwoPaths.Roles roles) {
    String name = "return " + roles.order();
    Streak cheapest = new Streak(by -> by.site().equals(roles.cheapest()));
    try (var phase = stage.phase(name, Map.of("role", "return"))) {
      Limits.await(
          RETURNED + " connections in a row at " + roles.cheapest(),
          RETURN_LIMIT,
          () -> {
            stage
                .prober()
                .sequential(stage.target(roles.ingress(), Chains.SERVICE), name, 1, stage::settled)
                .forEach(cheapest);
            return cheapest.length() >= RETURNED;
          });
    }
  }

  /**
   * Sequential connections, while as many are held as the cheapest path may have: a ramp leaves
   * both paths equally dear, so a router that has not learnt of its end sends the next connection
   * to either, but not so many in a row to one.
   */
  private void release(Stage stage, TwoPaths.Roles roles) {
    String release = "release " + roles.order();
    Map<String, String> attributes =
        Map.of(
            "role", "release",
            "cheapest", roles.cheapest(),
            "alternative", roles.dear(),
            "order", roles.order());
    Target target = stage.target(roles.ingress(), Chains.SERVICE);
    try (var phase = stage.phase(release, attributes);
        Held few = stage.prober().hold(target, release, belowThreshold, BalancingScenario.GAP)) {
      stage.prober().sequential(target, release, sequential, () -> stage.open() <= belowThreshold);
    }
  }
}
