package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;

/**
 * C8: one service at two sites, one reached at a low cost and the other at a very high one. What
 * serves at the end of the cheap path is killed, the workload or the whole site, and traffic has
 * only the dear path left. Repeated with the two sites' roles swapped.
 */
public final class LostTargetScenario implements Scenario {

  /** What is sampled after the move begins with a crowd, for which the dear path is as good. */
  private static final int CROWD = 64;

  /** And goes on for a timer period, so that a router that looks back now and then is seen. */
  private static final int FEW_CLIENTS = 4;

  private final Question question;
  private final TwoPaths paths;
  private final String way;
  private final int attempts;
  private final int repeats;
  private final Duration failoverLimit;
  private final Duration recoveryLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative}, {@code way}
   *     ({@code workload} or {@code site}), {@code attempts}, {@code repeats} and the two limits
   */
  public LostTargetScenario(Question question) {
    this.question = question;
    paths =
        new TwoPaths(
            question.ruleCase().integer("best"), question.ruleCase().integer("alternative"));
    way = question.ruleCase().text("way");
    attempts = question.ruleCase().integer("attempts");
    repeats = question.ruleCase().integer("repeats");
    failoverLimit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
    recoveryLimit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(repeats * (attempts + 2_000), Duration.ofSeconds(4L * repeats));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Course course = Course.of(stage, failoverLimit);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      TwoPaths.Roles roles = paths.roles().get((repeat - 1) % paths.roles().size());
      Target target = stage.target(roles.ingress(), TwoPaths.KEY);
      String phase = "loss " + repeat;
      ActiveFault fault =
          course.change(
              phase,
              Claim.movesToSiteAfterFault(lost(roles), roles.dear()),
              () -> kill(stage, phase, roles),
              Sign.all(target, Sign.at(roles.dear())));
      String after = "after " + repeat;
      course.sample(
          after,
          Claim.onlySites(roles.dear()),
          () -> Sample.of(attempts, Sign.at(roles.dear())),
          sample -> sample(stage, target, after, sample));
      fault.heal();
      for (TwoPaths.Roles each : paths.roles()) {
        stage.awaitReached(each.ingress(), roles.cheapest(), recoveryLimit);
      }
      stage.settle();
    }
  }

  private void sample(Stage stage, Target target, String phase, Sample sample) {
    int half = (attempts + 1) / 2;
    load(stage, target, phase, half, ClosedLoop.of(CROWD), sample);
    load(stage, target, phase, half, Course.paced(FEW_CLIENTS, half), sample);
  }

  private String lost(TwoPaths.Roles roles) {
    return isSite() ? roles.cheapest() : roles.cheapest() + "/" + TwoPaths.KEY;
  }

  private ActiveFault kill(Stage stage, String phase, TwoPaths.Roles roles) {
    return isSite()
        ? stage.inject(phase, roles.cheapest(), new Fault.Kill())
        : stage.inject(phase, roles.cheapest(), TwoPaths.KEY, new Fault.KillProcess());
  }

  private boolean isSite() {
    return switch (way) {
      case "site" -> true;
      case "workload" -> false;
      default ->
          throw new IllegalArgumentException(
              question.rule().id() + ": a workload is lost or a site, not a " + way);
    };
  }

  private void load(
      Stage stage, Target target, String phase, int count, ClosedLoop loop, Sample sample) {
    try (Load load = stage.prober().closedLoop(target, phase, loop.withMaxAttempts(count))) {
      load.observe(sample::isEnough);
      Limits.await(count + " attempts after the loss", failoverLimit, () -> load.ended() >= count);
    }
  }
}
