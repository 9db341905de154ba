package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.probe.Held;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * M4: a weighted multi-key listener, each key served at a site of its own, under one of four loads.
 *
 * <ul>
 *   <li>{@code sequential}: one connection after another, the last one closed before the next;
 *   <li>{@code held}: connections that stay open;
 *   <li>{@code bursts}: many connections at the same moment, and then none until all have closed;
 *   <li>{@code slow-site}: clients that connect again when they have been served, and the workload
 *       of the key with the largest weight answers late.
 * </ul>
 */
public final class WeightedLoadScenario implements Scenario {

  private static final String PHASE = "measure";
  private static final int CHUNK = 20;
  private static final int BURST = 64;
  private static final int CLIENT_COUNT = 16;
  private static final Duration SLOW = Duration.ofMillis(10);

  private final Question question;
  private final String load;
  private final Map<String, Integer> weights;
  private final int maxAttempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code load}, {@code weights} and {@code
   *     max-attempts}
   */
  public WeightedLoadScenario(Question question) {
    this.question = question;
    load = question.ruleCase().text("load");
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    maxAttempts = question.ruleCase().integer("max-attempts");
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return OneSiteEach.weighted(
        weights,
        key -> {
          StandIn standIn = new StandIn(key);
          return load.equals("slow-site") && key.equals(heaviest())
              ? standIn.withServiceTime(SLOW)
              : standIn;
        });
  }

  @Override
  public Estimate estimate() {
    return new Estimate(maxAttempts, Duration.ofSeconds(3));
  }

  @Override
  public int connectionsAtOnce() {
    return isHeld() ? Math.max(USUAL_CONNECTIONS, maxAttempts) : USUAL_CONNECTIONS;
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    SharesSample sample = SharesSample.ofKeys(stage, network(), question, weights);
    Target target = stage.target(OneSiteEach.CLIENTS, OneSiteEach.LISTENER);
    try (var measuring = stage.phase(PHASE, Claim.sharesOfKeys(weights).attributes())) {
      switch (load) {
        case "sequential" -> sequential(stage, target, sample);
        case "held" -> held(stage.prober(), target, sample);
        case "bursts" -> bursts(stage, target, sample);
        case "slow-site" ->
            stage
                .prober()
                .closedLoopUntil(target, PHASE, CLIENT_COUNT, maxAttempts, sample::isEnough);
        default ->
            throw new IllegalArgumentException(
                "the load is sequential, held, bursts or slow-site, not " + load);
      }
    }
    stage.settle();
  }

  private void sequential(Stage stage, Target target, SharesSample sample) {
    for (int made = 0; made < maxAttempts && !sample.isOver(); made += CHUNK) {
      sample.areEnough(stage.prober().sequential(target, PHASE, CHUNK, stage::settled));
    }
  }

  /** Holds a few more as long as the sample wants more, and releases all of them in the end. */
  private void held(Prober prober, Target target, SharesSample sample) {
    List<Held> ramp = new ArrayList<>();
    try {
      for (int made = 0; made < maxAttempts && !sample.isOver(); made += CHUNK) {
        Held more = prober.hold(target, PHASE, CHUNK, BalancingScenario.GAP);
        ramp.add(more);
        sample.areEnough(more.attempts());
      }
    } finally {
      ramp.forEach(Held::release);
    }
  }

  private void bursts(Stage stage, Target target, SharesSample sample) {
    for (int made = 0; made < maxAttempts && !sample.isOver(); made += BURST) {
      sample.areEnough(
          stage.prober().closedLoopUntil(target, PHASE, BURST, BURST, attempt -> false));
      stage.settle();
    }
  }

  private boolean isHeld() {
    return load.equals("held");
  }

  private String heaviest() {
    return weights.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }
}
