package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Held;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * F5 and F7: how a network divides its traffic before a fault, and again after the fault has
 * healed: once, or as the last one of many short ones.
 *
 * <p>A service is at two sites. One ingress site has links of equal cost to both, so that held
 * connections are spread over them; another one has a cheap link to the eastern site and a dear one
 * to the northern, so that single connections go east, all of them.
 *
 * <p>Each fault strikes connections that are held there, from that ingress. More of them go east
 * than the two ways differ in cost, so a router that goes on counting what it has lost does not
 * come back.
 */
public final class HealedScenario implements Scenario {

  private static final String KEY = "backend";
  private static final String EQUAL = "west";
  private static final String UNEQUAL = "south";
  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String RETURN = "return";
  private static final int PORT = 8080;
  private static final int DEAR = 5;

  private static final Duration PACE = Duration.ofMillis(10);

  /** What is neither up nor down for longer than this is a flap that nobody could notice. */
  private static final Duration SHORTEST = Duration.ofMillis(20);

  /** Every so many times what flaps stays up for longer than routers' timers take. */
  private static final int LONG_UP = 3;

  /**
   * So many attempts of the single client at the healed part show that it is up again. The second
   * one began when the first had ended, and so after the healing.
   */
  private static final int UP_AGAIN = 2;

  /** What a flap takes, from the time that a router needs to connect again. */
  private static final Duration FLAP = Duration.ofMillis(900);

  /** So many attempts in a row as they must be end the wait for a change. */
  private static final int STREAK = 30;

  /** So many attempts at the healed part, from the ingress site of equal paths, as well. */
  private static final int RETURNED = 10;

  private static final int SEVERAL = 8;

  /** So many connections are held when a fault strikes; with those costs 8 of them go east. */
  private static final int STRUCK = 12;

  private final Question question;
  private final Way way;
  private final int faults;
  private final double flapSeconds;
  private final int attempts;
  private final int hold;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way}, {@code faults}, {@code flap-seconds},
   *     {@code attempts}, {@code hold} and those of the claim {@code returns}
   */
  public HealedScenario(Question question) {
    this.question = question;
    way = Way.of(question.ruleCase().text("way"));
    faults = question.ruleCase().integer("faults");
    flapSeconds = question.ruleCase().number("flap-seconds");
    attempts = question.ruleCase().integer("attempts");
    hold = question.ruleCase().integer("hold");
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
    NetworkBuilder network = NetworkBuilder.network("healed");
    network.site(EQUAL).listener(KEY, PORT, KEY).link(EAST).link(NORTH);
    network.site(UNEQUAL).listener(KEY, PORT, KEY).link(EAST).link(NORTH, DEAR);
    network.site(EAST).connector(KEY, KEY, PORT);
    network.site(NORTH).connector(KEY, KEY, PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    Duration flapping = flaps() ? FLAP.multipliedBy(faults) : Duration.ZERO;
    return new Estimate(2 * (attempts + hold) + faults * (200 + STRUCK), flapping.plusSeconds(6));
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Course course = Course.of(stage, limit);
    distribution(stage, course, "before");
    ActiveFault last = fail(stage);
    course.changed(RETURN, heal(stage, last));
    stage.settle();
    distribution(stage, course, "after");
  }

  private void distribution(Stage stage, Course course, String when) throws InterruptedException {
    String held = "held " + when;
    course.sample(
        held,
        Claim.bothSites(EAST, NORTH).enough("hold"),
        Halves::new,
        sample -> {
          try (Held ramp =
              stage.prober().hold(stage.target(EQUAL, KEY), held, hold, BalancingScenario.GAP)) {
            ramp.attempts().forEach(sample::isEnough);
          }
          stage.settle();
        });
    String sequential = "sequential " + when;
    course.sample(
        sequential,
        Claim.onlySites(EAST),
        () -> Sample.of(attempts, Sign.at(EAST)),
        sample ->
            stage
                .prober()
                .sequential(stage.target(UNEQUAL, KEY), sequential, attempts, stage::settled)
                .forEach(sample::isEnough));
  }

  /**
   * Lets it fail and heal, and fail for the last time. It only fails again when traffic has gone
   * through it again; if that does not come this was the last time.
   */
  private ActiveFault fail(Stage stage) throws InterruptedException {
    SplittableRandom moment = stage.random("moments of the faults");
    String phase = "faults";
    Streak away = new Streak(by -> by.site().equals(NORTH));
    Streak home = new Streak(by -> by.site().equals(EAST));
    SiteCount up = new SiteCount(EAST);
    try (var failing = stage.phase(phase, Map.of("role", "fault", "way", way.word()));
        Load equal = load(stage, EQUAL, phase);
        Load unequal = load(stage, UNEQUAL, phase)) {
      unequal.observe(away);
      unequal.observe(home);
      unequal.observe(up);
      for (int fault = 1; ; fault++) {
        boolean isUp = awaitUp(up);
        rest(stage, moment, home, fault % LONG_UP == 0 ? Course.TIMER_PERIOD : SHORTEST);
        ActiveFault active;
        try (Held struck =
            stage.prober().hold(stage.target(UNEQUAL, KEY), phase, STRUCK, BalancingScenario.GAP)) {
          active = way.inject(stage, phase, UNEQUAL, EAST, KEY, fault);
          away.restart();
          if (fault == faults || !isUp) {
            awaitStreak(away, NORTH);
            return active;
          }
          rest(stage, moment, away, fault == faults / 2 ? Course.TIMER_PERIOD : SHORTEST);
        }
        active.heal();
        home.restart();
        up.restart();
      }
    }
  }

  private boolean awaitUp(SiteCount up) {
    Limits.await(
        "%d attempts at %s".formatted(UP_AGAIN, EAST), limit, () -> up.count() >= UP_AGAIN);
    return up.count() >= UP_AGAIN;
  }

  /**
   * Lets a time pass, up or down: that of a flap at least as long as said, and drawn; that of other
   * faults until the network has come to rest, and then any moment of the timers of routers.
   */
  private void rest(Stage stage, SplittableRandom moment, Streak streak, Duration least) {
    if (!flaps()) {
      awaitStreak(streak, "one site");
      stage.let(Duration.ofNanos(moment.nextLong(Course.TIMER_PERIOD.toNanos())));
      return;
    }
    long longest = Math.round(flapSeconds * 1e9);
    Duration drawn = Duration.ofNanos(moment.nextLong(Math.max(1, longest - SHORTEST.toNanos())));
    stage.let(least.plus(drawn));
  }

  private boolean flaps() {
    return flapSeconds > 0;
  }

  private boolean heal(Stage stage, ActiveFault last) throws InterruptedException {
    Target compass = stage.target(UNEQUAL, KEY);
    Streak home = new Streak(by -> by.site().equals(EAST));
    Streak served = new Streak(by -> true);
    SiteCount homeAmongEquals = new SiteCount(EAST);
    try (var returning =
            stage.phase(
                RETURN, Claim.returns(way.victim(UNEQUAL, EAST, KEY), compass, EAST).attributes());
        Load equal = load(stage, EQUAL, RETURN);
        Load unequal = load(stage, UNEQUAL, RETURN)) {
      unequal.observe(home);
      equal.observe(served);
      equal.observe(homeAmongEquals);
      last.heal();
      home.restart();
      homeAmongEquals.restart();
      boolean seen = awaitStreak(home, EAST);
      // The ingress sites learn of the return each for itself.
      seen &=
          Limits.await(
              "%d attempts from %s at %s".formatted(RETURNED, EQUAL, EAST),
              limit,
              () -> homeAmongEquals.count() >= RETURNED);
      return awaitStreak(served, "any site") && seen;
    }
  }

  private boolean awaitStreak(Streak streak, String where) {
    return Limits.await(
        "%d attempts in a row at %s".formatted(STREAK, where),
        limit,
        () -> streak.length() >= STREAK);
  }

  /** One client, where it shows the cheapest path; several where they are to be spread. */
  private static Load load(Stage stage, String ingress, String phase) {
    ClosedLoop clients = ClosedLoop.of(ingress.equals(EQUAL) ? SEVERAL : 1).withPause(PACE);
    return stage.prober().closedLoop(stage.target(ingress, KEY), phase, clients);
  }

  /** Held connections, of which each site must have its part. Used by one thread at a time. */
  private final class Halves implements Sample {

    private int eastern;
    private int northern;
    private int others;

    @Override
    public boolean isEnough(Attempt attempt) {
      if (Sign.at(EAST).test(attempt)) {
        eastern++;
      } else if (Sign.at(NORTH).test(attempt)) {
        northern++;
      } else {
        others++;
      }
      return eastern + northern + others >= hold;
    }

    @Override
    public boolean isWrong() {
      return others > 0
          || Math.min(eastern, northern)
              < question.ruleCase().number("share-min") * (eastern + northern);
    }
  }
}
