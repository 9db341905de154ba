package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * F2: a service at two sites of equal cost; one of them is killed or frozen under load and healed
 * again. Watched by an open loop, which a hang cannot slow down, and by closed loops of 1 and 16
 * clients, which spill cannot hide a hang from. The moment of the fault is drawn over a whole
 * period of the timers that routers act on, and the fault is repeated with the sites' roles
 * swapped.
 */
public final class SiteFailoverScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final List<String> SITES = List.of("east", "north");
  private static final String KEY = "backend";
  private static final int PORT = 8080;

  private static final Duration OPEN_LOOP_INTERVAL = Duration.ofMillis(10);
  private static final Duration CLOSED_LOOP_PACE = Duration.ofMillis(20);
  private static final int MANY_CLIENTS = 16;

  /**
   * What is sampled after the failover lasts a timer period at least: a router that tries the dead
   * site again every so often is seen doing so.
   */
  private static final int AFTER_CLIENTS = 4;

  /**
   * And it begins with a crowd. Connections that hang at the failed site count as load there, so a
   * router that still believes in the site avoids it until the other one is busier.
   */
  private static final int CROWD = 64;

  /** Load before the fault: at least this long, and up to one more timer period, as drawn. */
  private static final Duration BEFORE = Duration.ofMillis(300);

  private static final Duration TIMER_PERIOD = Duration.ofMillis(1_500);

  /** So many attempts in a row at the surviving site, from all probers, end the load. */
  private static final int STREAK = 200;

  /** So many attempts of the open loop may be under way when all is well. */
  private static final int FEW = 5;

  /** So many attempts at the healed site end the recovery. */
  private static final int RETURNED = 10;

  private final Question question;
  private final String way;
  private final int repeats;
  private final int afterAttempts;
  private final Duration failoverLimit;
  private final Duration recoveryLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that the check {@code site-failover} judges, named by the way
   *     in which the site fails: {@code killed} or {@code frozen}
   */
  public SiteFailoverScenario(Question question) {
    this.question = question;
    way = question.ruleCase().text("way");
    repeats = question.ruleCase().integer("repeats");
    afterAttempts = question.ruleCase().integer("after-attempts");
    failoverLimit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
    recoveryLimit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("failover");
    network.site(CLIENTS).listener(KEY, PORT, KEY);
    for (String site : SITES) {
      network.site(CLIENTS).link(site);
      network.site(site).connector(KEY, KEY, PORT);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(repeats * (afterAttempts + 3_000), Duration.ofSeconds(4L * repeats));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    SplittableRandom moment = stage.random("moment of the fault");
    for (int repeat = 1; repeat <= repeats; repeat++) {
      play(stage, repeat, SITES.get(repeat % SITES.size()), moment);
    }
  }

  private void play(Stage stage, int repeat, String victim, SplittableRandom moment)
      throws InterruptedException {
    Target target = stage.target(CLIENTS, KEY);
    Stage.SiteFault active;
    String load = "load " + repeat;
    try (var loading = stage.phase(load, attributes("load", repeat, victim))) {
      Streak survivors = new Streak(served -> !served.site().equals(victim));
      try (Load open = stage.prober().openLoop(target, load, OPEN_LOOP_INTERVAL);
          Load one = stage.prober().closedLoop(target, load, clients(1));
          Load many = stage.prober().closedLoop(target, load, clients(MANY_CLIENTS))) {
        List.of(open, one, many).forEach(each -> each.observe(survivors));
        long before = BEFORE.toNanos() + moment.nextLong(TIMER_PERIOD.toNanos());
        stage.let(Duration.ofNanos(before));
        active = stage.inject(load, victim, fault());
        survivors.restart();
        Limits.await(
            "%d attempts in a row away from %s, and no heap of hanging ones"
                .formatted(STREAK, victim),
            failoverLimit,
            () -> survivors.length() >= STREAK && open.underWay() <= FEW);
      }
    }
    String after = "after " + repeat;
    try (var sampling = stage.phase(after, attributes("after", repeat, victim))) {
      int half = (afterAttempts + 1) / 2;
      Duration pace = TIMER_PERIOD.multipliedBy(AFTER_CLIENTS).dividedBy(half);
      sample(stage, target, after, half, ClosedLoop.of(CROWD));
      sample(stage, target, after, half, ClosedLoop.of(AFTER_CLIENTS).withPause(pace));
    }
    String recovery = "recovery " + repeat;
    try (var recovering = stage.phase(recovery, attributes("recovery", repeat, victim))) {
      Counter returned = new Counter(victim);
      try (Load many = stage.prober().closedLoop(target, recovery, clients(MANY_CLIENTS))) {
        many.observe(returned::count);
        active.heal();
        Limits.await(
            "%d attempts served by %s again".formatted(RETURNED, victim),
            recoveryLimit,
            () -> returned.attempts() >= RETURNED);
      }
    }
  }

  private void sample(Stage stage, Target target, String phase, int attempts, ClosedLoop loop) {
    try (Load sample = stage.prober().closedLoop(target, phase, loop.withMaxAttempts(attempts))) {
      Limits.await(
          attempts + " attempts after the failover",
          failoverLimit,
          () -> sample.ended() >= attempts);
    }
  }

  private static ClosedLoop clients(int number) {
    return ClosedLoop.of(number).withPause(CLOSED_LOOP_PACE);
  }

  private Fault.OnSite fault() {
    return switch (way) {
      case "killed" -> new Fault.Kill();
      case "frozen" -> new Fault.Freeze();
      default ->
          throw new IllegalArgumentException(
              question.rule().id() + ": a site is killed or frozen, not " + way);
    };
  }

  private Map<String, String> attributes(String role, int repeat, String victim) {
    return Map.of("role", role, "repeat", Integer.toString(repeat), "victim", victim, "way", way);
  }

  /** Counts attempts that a site served. Safe for use by several threads. */
  private static final class Counter {

    private final String site;
    private int attempts;

    Counter(String site) {
      this.site = site;
    }

    synchronized void count(Attempt attempt) {
      if (attempt.servedBy().filter(served -> served.site().equals(site)).isPresent()) {
        attempts++;
      }
    }

    synchronized int attempts() {
      return attempts;
    }
  }
}
