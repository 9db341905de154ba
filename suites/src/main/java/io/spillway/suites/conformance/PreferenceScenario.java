package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.List;

/**
 * C9: a preferred workload, at the clients' own site or one cheap link away, and a backup behind a
 * very high cost. The preferred one carries a long ramp of held connections and closed loops of few
 * and of many clients alone; then it is killed, and then it is back.
 */
public final class PreferenceScenario implements Scenario {

  private static final List<Integer> CLIENTS = List.of(1, 8, 64);
  private static final int SAMPLE_CLIENTS = 8;

  private final Question question;
  private final TwoPaths paths;
  private final int held;
  private final int attempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative}, {@code held},
   *     {@code attempts} and the two limits
   */
  public PreferenceScenario(Question question) {
    this.question = question;
    paths =
        new TwoPaths(
            question.ruleCase().integer("best"), question.ruleCase().integer("alternative"));
    held = question.ruleCase().integer("held");
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
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        held + (CLIENTS.size() + 2) * attempts + 2_000,
        BalancingScenario.GAP.multipliedBy(held).plus(Duration.ofSeconds(9)));
  }

  @Override
  public int connectionsAtOnce() {
    return held;
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    TwoPaths.Roles roles = paths.roles().get(0);
    Target target = stage.target(roles.ingress(), TwoPaths.KEY);
    Claim preferred = Claim.onlySites(roles.cheapest()).enough("held");
    try (var ramp = stage.phase("held", preferred.attributes());
        var connections = stage.prober().hold(target, "held", held, BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
    Course course = Course.of(stage, limit);
    for (int clients : CLIENTS) {
      sample(course, target, "closed loop of " + clients, clients, roles.cheapest());
    }
    String workload = roles.cheapest() + "/" + TwoPaths.KEY;
    ActiveFault killed =
        course.change(
            "failure",
            Claim.movesToSiteAfterFault(workload, roles.dear()),
            () -> stage.inject("failure", roles.cheapest(), TwoPaths.KEY, new Fault.KillProcess()),
            Sign.all(target, Sign.at(roles.dear())));
    sample(course, target, "on the backup", SAMPLE_CLIENTS, roles.dear());
    course.change(
        "return",
        Claim.movesToSiteAfterHeal(workload, roles.cheapest()),
        () -> {
          killed.heal();
          return killed;
        },
        Sign.all(target, Sign.at(roles.cheapest())));
    sample(course, target, "back", SAMPLE_CLIENTS, roles.cheapest());
  }

  private void sample(Course course, Target target, String phase, int clients, String site)
      throws InterruptedException {
    course.sample(
        phase,
        Claim.onlySites(site),
        () -> Sample.of(attempts, Sign.at(site)),
        target,
        clients,
        attempts);
  }
}
