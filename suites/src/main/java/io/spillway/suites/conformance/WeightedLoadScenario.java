package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Held;
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
 *   <li>{@code held}: connections that stay open, in two phases: up to so many as a router may have
 *       to carry, and more on top of them;
 *   <li>{@code bursts}: many connections at the same moment, and then none until all have closed;
 *   <li>{@code slow-site}: clients that connect again when they have been served, and the workload
 *       of the key with the largest weight answers late.
 * </ul>
 */
public final class WeightedLoadScenario implements Scenario {

  private static final String PHASE = "measure";
  private static final String ON_TOP = "measure on top";
  private static final int CHUNK = 20;
  private static final int BURST = 64;
  private static final int CLIENT_COUNT = 16;
  private static final Duration SLOW = Duration.ofMillis(10);

  private final Question question;
  private final String load;
  private final Map<String, Integer> weights;
  private final int maxAttempts;
  private final int held;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code load}, {@code weights}, {@code max-attempts}
   *     and {@code held}
   */
  public WeightedLoadScenario(Question question) {
    this.question = question;
    load = question.ruleCase().text("load");
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    maxAttempts = question.ruleCase().integer("max-attempts");
    held = question.ruleCase().integer("held");
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return KeySites.weighted(
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
    return isHeld()
        ? new Estimate(mostHeld(), BalancingScenario.GAP.multipliedBy(held).plusSeconds(6))
        : new Estimate(maxAttempts, Duration.ofSeconds(3));
  }

  @Override
  public int connectionsAtOnce() {
    return isHeld() ? mostHeld() : USUAL_CONNECTIONS;
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(KeySites.CLIENTS, KeySites.LISTENER);
    if (isHeld()) {
      held(stage, target);
    } else {
      released(stage, target);
    }
    stage.settle();
  }

  private void released(Stage stage, Target target) throws InterruptedException {
    SharesSample sample = SharesSample.ofKeys(stage, network(), question, weights);
    try (var measuring = stage.phase(PHASE, Claim.sharesOfKeys(weights).attributes())) {
      switch (load) {
        case "sequential" -> sequential(stage, target, sample);
        case "bursts" -> bursts(stage, target, sample);
        case "slow-site" ->
            sample.gather(stage.prober(), target, PHASE, ClosedLoop.of(CLIENT_COUNT), maxAttempts);
        default ->
            throw new IllegalArgumentException(
                "the load is sequential, held, bursts or slow-site, not " + load);
      }
    }
  }

  private void sequential(Stage stage, Target target, SharesSample sample) {
    for (int made = 0; made < maxAttempts && !sample.isOver(); made += CHUNK) {
      sample.areEnough(stage.prober().sequential(target, PHASE, CHUNK, stage::settled));
    }
  }

  /** Samples what is held up to the number that is asked for, and then what comes on top of it. */
  private void held(Stage stage, Target target) {
    List<Held> ramp = new ArrayList<>();
    try {
      Claim claim = Claim.sharesOfKeys(weights);
      if (holdAndSample(stage, target, PHASE, claim.enough("held"), held, ramp)) {
        holdAndSample(stage, target, ON_TOP, claim, 0, ramp);
      }
    } finally {
      ramp.forEach(Held::release);
    }
  }

  /**
   * Holds a few more as long as the phase's sample wants more, or fewer than these are held in it.
   *
   * @return whether the sample has ended with an answer, and not because nobody is served
   */
  private boolean holdAndSample(
      Stage stage, Target target, String phase, Claim claim, int atLeast, List<Held> ramp) {
    SharesSample sample = SharesSample.ofKeys(stage, network(), question, weights);
    int most = Math.max(atLeast, maxAttempts);
    try (var measuring = stage.phase(phase, claim.attributes())) {
      boolean wanted = true;
      for (int made = 0; made < most && wanted; made += CHUNK) {
        Held more = stage.prober().hold(target, phase, CHUNK, BalancingScenario.GAP);
        ramp.add(more);
        sample.areEnough(more.attempts());
        boolean isShort = made + CHUNK < atLeast;
        wanted = !sample.isOver() || (isShort && sample.isDecided());
      }
    }
    return sample.isDecided();
  }

  /** In both phases, if the tests need all that they may. */
  private int mostHeld() {
    return Math.max(held, maxAttempts) + maxAttempts;
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
