package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * F9: the workload at one of two sites can no longer be connected, while many clients come. The
 * time in which a router does not know it yet is short, so there are many such faults, at one site
 * and the other in turns.
 *
 * <p>Workloads take a while to answer, and some clients come whatever becomes of those before: so
 * the other workload is never idle, and a router that looks at open connections goes on choosing
 * the one that fails for as long as it does not know.
 */
public final class RetryScenario implements Scenario {

  private static final List<String> SITES = List.of("east", "north");
  private static final int CLIENT_COUNT = 32;
  private static final Duration PACE = Duration.ofMillis(10);
  private static final Duration OPEN_LOOP_INTERVAL = Duration.ofMillis(5);
  private static final Duration SERVICE_TIME = Duration.ofMillis(200);

  /** Clients must have been served before the fault. */
  private static final Duration BEFORE = SERVICE_TIME.multipliedBy(3);

  /** So many attempts at the healed workload end the wait for its return. */
  private static final int RETURNED = 10;

  private final Question question;
  private final Way way;
  private final int faults;
  private final Duration window;
  private final int windowAttempts;
  private final Duration recoveryLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way}, {@code faults}, {@code window-seconds},
   *     {@code window-attempts} and {@code recovery-limit-seconds}
   */
  public RetryScenario(Question question) {
    this.question = question;
    way = Way.of(question.ruleCase().text("way"));
    faults = question.ruleCase().integer("faults");
    window = Duration.ofMillis(Math.round(question.ruleCase().number("window-seconds") * 1_000));
    windowAttempts = question.ruleCase().integer("window-attempts");
    recoveryLimit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return new FailoverNetwork(way, SERVICE_TIME, 1, FailoverNetwork.Dialler.CLIENTS).network();
  }

  @Override
  public Estimate estimate() {
    Duration each = BEFORE.plus(window).plus(Course.TIMER_PERIOD).plus(SERVICE_TIME);
    return new Estimate(faults * 1_000, each.multipliedBy(faults));
  }

  @Override
  public int connectionsAtOnce() {
    return CONNECTIONS_BESIDE_A_FAULT;
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    SplittableRandom moment = stage.random("moments of the faults");
    for (int fault = 1; fault <= faults; fault++) {
      play(stage, fault, SITES.get(fault % SITES.size()), moment);
    }
  }

  private void play(Stage stage, int fault, String home, SplittableRandom moment)
      throws InterruptedException {
    Target target = stage.target(FailoverNetwork.CLIENTS, FailoverNetwork.SERVICE);
    String phase = "load " + fault;
    String victim = way.victim(FailoverNetwork.CLIENTS, home, FailoverNetwork.SERVICE);
    Map<String, String> attributes =
        Map.of("role", "load", "way", way.word(), "victim", victim, "home", home);
    SiteCount returned = new SiteCount(home);
    try (var loading = stage.phase(phase, attributes);
        Load crowd =
            stage.prober().closedLoop(target, phase, ClosedLoop.of(CLIENT_COUNT).withPause(PACE));
        Load arrivals = stage.prober().openLoop(target, phase, OPEN_LOOP_INTERVAL)) {
      crowd.observe(returned);
      arrivals.observe(returned);
      stage.let(BEFORE.plusNanos(moment.nextLong(Course.TIMER_PERIOD.toNanos())));
      ActiveFault active =
          way.inject(stage, phase, FailoverNetwork.CLIENTS, home, FailoverNetwork.SERVICE, fault);
      // Each client may have one under way that was due before the fault was seen.
      long enough = crowd.started() + arrivals.started() + CLIENT_COUNT + windowAttempts;
      stage.let(window);
      Limits.await(
          "%d attempts during the fault".formatted(windowAttempts),
          recoveryLimit,
          () -> crowd.started() + arrivals.started() >= enough);
      active.heal();
      returned.restart();
      Limits.await(
          "%d attempts served by %s again".formatted(RETURNED, home),
          recoveryLimit,
          () -> returned.count() >= RETURNED);
    }
  }
}
