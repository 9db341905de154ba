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

/**
 * F8: a service at two sites; both of them, or the workloads at both, fail at once under load. When
 * the network has had time to notice, clients must be told; then one is healed, and serves.
 */
public final class AllGoneScenario implements Scenario {

  private static final List<String> SITES = List.of("east", "north");
  private static final int CLIENT_COUNT = 8;
  private static final Duration PACE = Duration.ofMillis(10);

  /** So many attempts in a row as they must be end the wait for a change. */
  private static final int STREAK = 50;

  private final Question question;
  private final Way way;
  private final int attempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} and {@code attempts} and those of the
   *     claims {@code told} and {@code returns}
   */
  public AllGoneScenario(Question question) {
    this.question = question;
    way = Way.of(question.ruleCase().text("way"));
    attempts = question.ruleCase().integer("attempts");
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
    return new FailoverNetwork(way).network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * attempts + 1_000, Duration.ofSeconds(4));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(FailoverNetwork.CLIENTS, FailoverNetwork.SERVICE);
    Course course = Course.of(stage, limit);
    List<ActiveFault> faults = failAll(stage, course, target);
    course.sample(
        "gone",
        Claim.told(),
        () -> Sample.of(attempts, attempt -> attempt.outcome().told()),
        target,
        CLIENT_COUNT,
        attempts);
    String first = SITES.get(0);
    String victim = way.victim(FailoverNetwork.CLIENTS, first, FailoverNetwork.SERVICE);
    Streak served = new Streak(by -> by.site().equals(first));
    try (var returning = stage.phase("return", Claim.returns(victim, target, first).attributes());
        Load load = load(stage, target, "return")) {
      load.observe(served);
      faults.get(0).heal();
      course.changed("return", await(first, served));
    }
    course.sample(
        "served again",
        Claim.onlySites(first),
        () -> Sample.of(attempts, Sign.at(first)),
        target,
        CLIENT_COUNT,
        attempts);
    faults.get(1).heal();
  }

  private List<ActiveFault> failAll(Stage stage, Course course, Target target) {
    Streak told = Streak.ofTold();
    try (var failing = stage.phase("failure", Map.of("role", "fault", "way", way.word()));
        Load load = load(stage, target, "failure")) {
      load.observe(told);
      long before = stage.random("moment of the fault").nextLong(Course.TIMER_PERIOD.toNanos());
      stage.let(Duration.ofNanos(before));
      List<ActiveFault> faults =
          SITES.stream()
              .map(
                  site ->
                      way.inject(
                          stage,
                          "failure",
                          FailoverNetwork.CLIENTS,
                          site,
                          FailoverNetwork.SERVICE,
                          0))
              .toList();
      course.changed("failure", await("nowhere", told));
      return faults;
    }
  }

  private boolean await(String where, Streak streak) {
    return Limits.await(
        "%d attempts in a row to end as they must, served %s".formatted(STREAK, where),
        limit,
        () -> streak.length() >= STREAK);
  }

  private static Load load(Stage stage, Target target, String phase) {
    return stage.prober().closedLoop(target, phase, ClosedLoop.of(CLIENT_COUNT).withPause(PACE));
  }
}
