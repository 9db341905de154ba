package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * M2: a weighted multi-key listener, each key served at a site of its own. The last key loses its
 * only connector, because its workload says that it is not ready, is killed, or its whole site is,
 * and gets it back. Shares are measured before, during and after.
 */
public final class WeightedFailoverScenario implements Scenario {

  private static final String WITHDRAWN = "withdrawn";
  private static final String PROCESS_DEAD = "process-dead";
  private static final String SITE_KILLED = "site-killed";
  private static final int CLIENT_COUNT = 8;

  /** So many attempts in a row at the other keys, and the lost one is out of use. */
  private static final int STREAK = 30;

  /** So many attempts at the key that came back, and it is in use again. */
  private static final int BACK = 5;

  /** The client's pause between two attempts, so that a transition is sampled and not flooded. */
  private static final Duration PACE = Duration.ofMillis(5);

  private final Question question;
  private final String way;
  private final Map<String, Integer> weights;
  private final String lost;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way}, {@code weights}, {@code max-attempts}
   *     and the limits of a failover and of a recovery
   */
  public WeightedFailoverScenario(Question question) {
    this.question = question;
    way = question.ruleCase().text("way");
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    List<String> keys = List.copyOf(weights.keySet());
    lost = keys.get(keys.size() - 1);
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
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
          return way.equals(WITHDRAWN) ? standIn.withReadiness() : standIn;
        });
  }

  @Override
  public Estimate estimate() {
    return new Estimate(3 * question.ruleCase().integer("max-attempts"), Duration.ofSeconds(5));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Map<String, Integer> others = new LinkedHashMap<>(weights);
    others.remove(lost);
    measure(stage, "before", weights);
    Runnable heal = lose(stage);
    measure(stage, "during", others);
    restore(stage, heal);
    measure(stage, "after", weights);
  }

  private void measure(Stage stage, String phase, Map<String, Integer> shares)
      throws InterruptedException {
    SharesSample sample = SharesSample.ofKeys(stage, network(), question, shares);
    try (var measuring = stage.phase(phase, Claim.sharesOfKeys(shares).attributes())) {
      stage
          .prober()
          .closedLoopUntil(
              stage.target(OneSiteEach.CLIENTS, OneSiteEach.LISTENER),
              phase,
              CLIENT_COUNT,
              question.ruleCase().integer("max-attempts"),
              sample::isEnough);
    }
  }

  /**
   * Takes the key's connector away, waits until it is out of use, and returns what gives it back.
   */
  private Runnable lose(Stage stage) {
    Streak elsewhere = new Streak(served -> !served.site().equals(OneSiteEach.site(lost)));
    String phase = "loss";
    try (var losing = stage.phase(phase, Map.of("role", "transition"));
        Load load = load(stage, phase)) {
      load.observe(elsewhere);
      Runnable heal = inject(stage, phase);
      stage.awaitUnreached(OneSiteEach.CLIENTS, OneSiteEach.site(lost), limit);
      elsewhere.restart();
      Limits.await(
          "%d attempts in a row at other keys than %s".formatted(STREAK, lost),
          limit,
          () -> elsewhere.length() >= STREAK);
      return heal;
    }
  }

  private void restore(Stage stage, Runnable heal) {
    AtomicInteger back = new AtomicInteger();
    String phase = "return";
    try (var returning = stage.phase(phase, Map.of("role", "transition"));
        Load load = load(stage, phase)) {
      load.observe(
          attempt ->
              attempt
                  .servedBy()
                  .filter(served -> served.site().equals(OneSiteEach.site(lost)))
                  .ifPresent(served -> back.incrementAndGet()));
      heal.run();
      stage.awaitReached(OneSiteEach.CLIENTS, OneSiteEach.site(lost), limit);
      Limits.await("%d attempts at %s".formatted(BACK, lost), limit, () -> back.get() >= BACK);
    }
  }

  private static Load load(Stage stage, String phase) {
    return stage
        .prober()
        .closedLoop(
            stage.target(OneSiteEach.CLIENTS, OneSiteEach.LISTENER),
            phase,
            ClosedLoop.of(1).withPause(PACE));
  }

  private Runnable inject(Stage stage, String phase) {
    String site = OneSiteEach.site(lost);
    return switch (way) {
      case WITHDRAWN -> stage.inject(phase, site, lost, new Fault.Withdraw())::heal;
      case PROCESS_DEAD -> stage.inject(phase, site, lost, new Fault.KillProcess())::heal;
      case SITE_KILLED -> stage.inject(phase, site, new Fault.Kill())::heal;
      default ->
          throw new IllegalArgumentException(
              "a key is lost by %s, %s or %s, not by %s"
                  .formatted(WITHDRAWN, PROCESS_DEAD, SITE_KILLED, way));
    };
  }
}
