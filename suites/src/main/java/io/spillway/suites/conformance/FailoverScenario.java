package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * F1, F2 and F3: a workload, a site or a link fails under load and is healed again, in the way that
 * the case names. Watched by an open loop, which a hang cannot slow down, and by closed loops of 1
 * and 16 clients, which spill cannot hide a hang from. The moment of the fault is drawn over a
 * whole period of the timers that routers act on, and the fault is repeated with the sites' roles
 * (or a link's directions) swapped. When all is well again a single client goes on for a while, at
 * the first fault for longer than the limit, for routers that try what is gone again every few
 * seconds.
 */
public final class FailoverScenario implements Scenario {

  private static final Duration OPEN_LOOP_INTERVAL = Duration.ofMillis(10);
  private static final Duration CLOSED_LOOP_PACE = Duration.ofMillis(20);
  private static final int MANY_CLIENTS = 16;

  /**
   * What is sampled after the failover lasts a timer period at least: a router that tries what is
   * gone again every so often is seen doing so.
   */
  private static final int AFTER_CLIENTS = 4;

  /**
   * And it begins with a crowd. Connections that hang at what has failed count as load there, so a
   * router that still believes in it avoids it until the rest is busier.
   */
  private static final int CROWD = 64;

  /** Load before the fault: at least this long, and up to one more timer period, as drawn. */
  private static final Duration BEFORE = Duration.ofMillis(300);

  /** So many attempts in a row as they must be, from all probers, end the load or the recovery. */
  private static final int STREAK = 200;

  /**
   * So many attempts of the open loop may be under way when all is well, also on a machine that is
   * busy with something else.
   */
  private static final int FEW = 20;

  /** So many attempts at the healed part end the wait for its return. */
  private static final int RETURNED = 10;

  private final Question question;
  private final Way way;
  private final FailoverNetwork network;
  private final int repeats;
  private final int afterAttempts;
  private final Duration calmTime;
  private final Duration calmOnce;
  private final Duration failoverLimit;
  private final Duration recoveryLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that the check {@code failover} judges, with the parameter
   *     {@code way}, if what fails is not next to the clients' site {@code links}, and if links may
   *     be dialled from either side {@code dialled-by}
   */
  public FailoverScenario(Question question) {
    this.question = question;
    way = Way.of(question.ruleCase().text("way"));
    network =
        new FailoverNetwork(
            way,
            Duration.ZERO,
            question.ruleCase().integer("links", 1),
            FailoverNetwork.Dialler.of(question.ruleCase().text("dialled-by", "clients")));
    repeats = question.ruleCase().integer("repeats");
    afterAttempts = question.ruleCase().integer("after-attempts");
    calmTime = Limits.of(question.ruleCase().number("calm-seconds"));
    calmOnce = Limits.of(question.ruleCase().number("calm-once-seconds"));
    failoverLimit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
    recoveryLimit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return network.network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        repeats * (afterAttempts + 3_000),
        Duration.ofSeconds(3).plus(calmTime).multipliedBy(repeats).plus(calmOnce.minus(calmTime)));
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
    SplittableRandom moment = stage.random("moment of the fault");
    for (int repeat = 1; repeat <= repeats; repeat++) {
      new Repeat(stage, repeat, network.home(repeat)).play(moment);
    }
  }

  /** One fault, from the load before it to the calm after its end. */
  private final class Repeat {

    private final Stage stage;
    private final int repeat;
    private final String home;
    private final Target service;
    private final Target compass;
    private long deadlineNanos;

    Repeat(Stage stage, int repeat, String home) {
      this.stage = stage;
      this.repeat = repeat;
      this.home = home;
      this.service = stage.target(FailoverNetwork.CLIENTS, FailoverNetwork.SERVICE);
      this.compass = stage.target(FailoverNetwork.CLIENTS, network.compass());
    }

    void play(SplittableRandom moment) throws InterruptedException {
      ActiveFault active = overTheFault(moment);
      afterTheFailover();
      recovery(active);
    }

    private ActiveFault overTheFault(SplittableRandom moment) throws InterruptedException {
      String phase = "load " + repeat;
      Streak right = new Streak(served -> !network.isAway(served.site(), home));
      try (var loading = stage.phase(phase, attributes("load"));
          Load open = stage.prober().openLoop(service, phase, OPEN_LOOP_INTERVAL);
          Load one = stage.prober().closedLoop(compass, phase, clients(1));
          Load many = stage.prober().closedLoop(service, phase, clients(MANY_CLIENTS))) {
        Stream.of(open, one, many).forEach(load -> load.observe(right));
        long before = BEFORE.toNanos() + moment.nextLong(Course.TIMER_PERIOD.toNanos());
        stage.let(Duration.ofNanos(before));
        ActiveFault active = network.inject(stage, phase, home, repeat);
        deadlineNanos = System.nanoTime() + failoverLimit.toNanos();
        right.restart();
        Limits.await(
            "%d attempts in a row without %s, and no heap of hanging ones"
                .formatted(STREAK, network.victim(home)),
            failoverLimit,
            () -> right.length() >= STREAK && open.underWay() <= FEW);
        return active;
      }
    }

    /**
     * Samples until nothing goes wrong in a whole sample, nor for a while in all, or one was begun
     * when the limit had passed.
     */
    private void afterTheFailover() throws InterruptedException {
      boolean late = false;
      boolean calm = false;
      for (int sample = 1; !calm && !late; sample++) {
        long begunNanos = System.nanoTime();
        late = begunNanos - deadlineNanos >= 0;
        String phase = sample == 1 ? "after " + repeat : "after " + repeat + " again " + sample;
        Streak right = new Streak(served -> !network.isAway(served.site(), home));
        try (var sampling = stage.phase(phase, attributes("after"))) {
          int half = (afterAttempts + 1) / 2;
          sample(service, phase, ClosedLoop.of(CROWD).withMaxAttempts(half), right);
          sample(compass, phase, Course.paced(AFTER_CLIENTS, half).withMaxAttempts(half), right);
          calm = right.length() >= afterAttempts && staysCalm(phase, right, begunNanos);
        }
      }
    }

    /**
     * Goes on with a single client until nothing has gone wrong for a while: a router that tries
     * what is gone again every few seconds is seen doing so.
     *
     * @param right what was sampled so far without anything wrong
     * @param calmNanos from when on nothing has gone wrong
     * @return whether nothing goes wrong
     */
    private boolean staysCalm(String phase, Streak right, long calmNanos) {
      int before = right.length();
      Duration calm = repeat == 1 ? calmOnce : calmTime;
      Duration left = calm.minusNanos(System.nanoTime() - calmNanos);
      if (left.isNegative() || left.isZero()) {
        return true;
      }
      try (Load single = stage.prober().closedLoop(compass, phase, clients(1))) {
        single.observe(right);
        Limits.await(
            "something to go wrong after the failover", left, () -> right.length() < before);
      }
      return right.length() >= before;
    }

    private void sample(Target target, String phase, ClosedLoop loop, Consumer<Attempt> observer) {
      try (Load sample = stage.prober().closedLoop(target, phase, loop)) {
        sample.observe(observer);
        Limits.await(
            loop.maxAttempts() + " attempts after the failover",
            failoverLimit,
            () -> sample.ended() >= loop.maxAttempts());
      }
    }

    /** Ends when what failed is used again, and nothing goes wrong any more. */
    private void recovery(ActiveFault active) throws InterruptedException {
      String phase = "recovery " + repeat;
      Streak served = new Streak(by -> true);
      SiteCount returned = new SiteCount(home);
      try (var recovering = stage.phase(phase, attributes("recovery"));
          Load one = stage.prober().closedLoop(compass, phase, clients(1));
          Load many = stage.prober().closedLoop(service, phase, clients(MANY_CLIENTS))) {
        List.of(one, many).forEach(load -> load.observe(served));
        (way.isOfLink() ? one : many).observe(returned);
        active.heal();
        returned.restart();
        Limits.await(
            "%d attempts served by %s again, and %d in a row by anybody"
                .formatted(RETURNED, home, STREAK),
            recoveryLimit,
            () -> returned.count() >= RETURNED && served.length() >= STREAK);
      }
    }

    private Map<String, String> attributes(String role) {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("role", role);
      attributes.put("repeat", Integer.toString(repeat));
      attributes.put("way", way.word());
      attributes.put("victim", network.victim(home));
      attributes.put("home", home);
      attributes.put("at", network.compass());
      if (!way.isOfLink()) {
        attributes.put("away", home);
      }
      return attributes;
    }
  }

  private static ClosedLoop clients(int number) {
    return ClosedLoop.of(number).withPause(CLOSED_LOOP_PACE);
  }
}
