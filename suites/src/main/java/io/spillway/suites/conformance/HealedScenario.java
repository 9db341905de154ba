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
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * F5 and F7: how a network divides its traffic before a fault, and again after the fault has
 * healed: once, or as the last one of many short ones.
 *
 * <p>A service is at two sites. One ingress site has links of equal cost to both, so that held
 * connections are spread over them; another one has a cheap link to the eastern site and a dear one
 * to the northern, so that single connections go east, all of them. From a third one it is the
 * other way round. All is played twice, so that what fails is once at the one site and once at the
 * other: a router may find back to the first of them by name, or by age, and to no other.
 *
 * <p>Each fault strikes connections that are held there, from the ingress to which that is the
 * cheap site. More of them go there than the two ways differ in cost, so a router that goes on
 * counting what it has lost does not come back.
 */
public final class HealedScenario implements Scenario {

  private static final String KEY = "backend";
  private static final String EQUAL = "west";
  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final List<Role> ROLES =
      List.of(new Role(EAST, NORTH, "south"), new Role(NORTH, EAST, "centre"));
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

  /**
   * So many connections are held when a fault strikes; with those costs 8 of them go to one site.
   */
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
    StandIn plain = new StandIn(KEY);
    for (Role role : ROLES) {
      network
          .site(role.ingress())
          .listener(KEY, PORT, KEY)
          .link(role.home())
          .link(role.other(), DEAR);
      network
          .site(role.home())
          .connector(KEY, KEY, PORT, way.needsReadiness() ? plain.withReadiness() : plain);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    Duration flapping = flaps() ? FLAP.multipliedBy(faults) : Duration.ZERO;
    int sites = ROLES.size();
    return new Estimate(
        sites * (2 * (attempts + hold) + faults * (200 + STRUCK)),
        flapping.plusSeconds(6).multipliedBy(sites));
  }

  @Override
  public int connectionsAtOnce() {
    return hold;
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Course course = Course.of(stage, limit);
    SplittableRandom moment = stage.random("moments of the faults");
    for (Role role : ROLES) {
      new Turn(stage, course, moment, role).play();
    }
  }

  private boolean flaps() {
    return flapSeconds > 0;
  }

  private boolean awaitStreak(Streak streak, String where) {
    return Limits.await(
        "%d attempts in a row at %s".formatted(STREAK, where),
        limit,
        () -> streak.length() >= STREAK);
  }

  /**
   * Which site fails.
   *
   * @param home that one, or the one whose workload or link does
   * @param other the one that is left
   * @param ingress where clients are to whom home is cheap and the other one dear
   */
  private record Role(String home, String other, String ingress) {}

  /** The faults of one site, from the distribution before them to the one after. */
  private final class Turn {

    private final Stage stage;
    private final Course course;
    private final SplittableRandom moment;
    private final Role role;
    private final String faultsPhase;
    private final String returnPhase;

    Turn(Stage stage, Course course, SplittableRandom moment, Role role) {
      this.stage = stage;
      this.course = course;
      this.moment = moment;
      this.role = role;
      faultsPhase = "faults of " + role.home();
      returnPhase = "return of " + role.home();
    }

    void play() throws InterruptedException {
      distribution("before");
      ActiveFault last = fail();
      course.changed(returnPhase, heal(last));
      stage.settle();
      distribution("after");
    }

    private void distribution(String when) throws InterruptedException {
      String held = "held " + when + " " + faultsPhase;
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
      String sequential = "sequential " + when + " " + faultsPhase;
      course.sample(
          sequential,
          Claim.onlySites(role.home()),
          () -> Sample.of(attempts, Sign.at(role.home())),
          sample ->
              stage
                  .prober()
                  .sequential(
                      stage.target(role.ingress(), KEY), sequential, attempts, stage::settled)
                  .forEach(sample::isEnough));
    }

    /**
     * Lets it fail and heal, and fail for the last time. It only fails again when traffic has gone
     * through it again; if that does not come this was the last time.
     */
    private ActiveFault fail() throws InterruptedException {
      Streak away = new Streak(by -> by.site().equals(role.other()));
      Streak home = new Streak(by -> by.site().equals(role.home()));
      SiteCount up = new SiteCount(role.home());
      try (var failing = stage.phase(faultsPhase, Map.of("role", "fault", "way", way.word()));
          Load equal = load(stage, EQUAL, faultsPhase);
          Load unequal = load(stage, role.ingress(), faultsPhase)) {
        unequal.observe(away);
        unequal.observe(home);
        unequal.observe(up);
        for (int fault = 1; ; fault++) {
          boolean isUp = awaitUp(up);
          rest(home, fault % LONG_UP == 0 ? Course.TIMER_PERIOD : SHORTEST);
          ActiveFault active;
          try (Held struck =
              stage
                  .prober()
                  .hold(
                      stage.target(role.ingress(), KEY),
                      faultsPhase,
                      STRUCK,
                      BalancingScenario.GAP)) {
            active =
                way.inject(
                    stage,
                    faultsPhase,
                    role.ingress(),
                    role.home(),
                    KEY,
                    ROLES.indexOf(role) + fault);
            away.restart();
            if (fault == faults || !isUp) {
              awaitStreak(away, role.other());
              return active;
            }
            rest(away, fault == faults / 2 ? Course.TIMER_PERIOD : SHORTEST);
          }
          active.heal();
          home.restart();
          up.restart();
        }
      }
    }

    private boolean awaitUp(SiteCount up) {
      Limits.await(
          "%d attempts at %s".formatted(UP_AGAIN, role.home()),
          limit,
          () -> up.count() >= UP_AGAIN);
      return up.count() >= UP_AGAIN;
    }

    /**
     * Lets a time pass, up or down: that of a flap at least as long as said, and drawn; that of
     * other faults until the network has come to rest, and then any moment of the timers of
     * routers.
     */
    private void rest(Streak streak, Duration least) {
      if (!flaps()) {
        awaitStreak(streak, "one site");
        stage.let(Duration.ofNanos(moment.nextLong(Course.TIMER_PERIOD.toNanos())));
        return;
      }
      long longest = Math.round(flapSeconds * 1e9);
      Duration drawn = Duration.ofNanos(moment.nextLong(Math.max(1, longest - SHORTEST.toNanos())));
      stage.let(least.plus(drawn));
    }

    private boolean heal(ActiveFault last) throws InterruptedException {
      Target compass = stage.target(role.ingress(), KEY);
      Streak home = new Streak(by -> by.site().equals(role.home()));
      Streak served = new Streak(by -> true);
      SiteCount homeAmongEquals = new SiteCount(role.home());
      try (var returning =
              stage.phase(
                  returnPhase,
                  Claim.returns(way.victim(role.ingress(), role.home(), KEY), compass, role.home())
                      .attributes());
          Load equal = load(stage, EQUAL, returnPhase);
          Load unequal = load(stage, role.ingress(), returnPhase)) {
        unequal.observe(home);
        equal.observe(served);
        equal.observe(homeAmongEquals);
        last.heal();
        home.restart();
        homeAmongEquals.restart();
        boolean seen = awaitStreak(home, role.home());
        // The ingress sites learn of the return each for itself.
        seen &=
            Limits.await(
                "%d attempts from %s at %s".formatted(RETURNED, EQUAL, role.home()),
                limit,
                () -> homeAmongEquals.count() >= RETURNED);
        return awaitStreak(served, "any site") && seen;
      }
    }
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
