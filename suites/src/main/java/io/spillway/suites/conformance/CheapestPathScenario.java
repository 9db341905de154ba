package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillPlan;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;

/**
 * C4: one service at two sites, reached at two path costs; connections one after another, so that
 * the threshold is never reached, with the two sites' roles as named and swapped. Then so many at
 * once that it is, which shows that the dear site could have served.
 */
public final class CheapestPathScenario implements Scenario {

  private final TwoPaths paths;
  private final int beyond;
  private final int attempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative} and {@code
   *     attempts}
   */
  public CheapestPathScenario(Question question) {
    paths =
        new TwoPaths(
            question.ruleCase().integer("best"), question.ruleCase().integer("alternative"));
    beyond = SpillPlan.surelyBeyond(question, question.ruleCase().integer("alternative"));
    attempts = question.ruleCase().integer("attempts");
  }

  @Override
  public String name() {
    return "cheapest " + paths.words();
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        2 * (attempts + beyond),
        Duration.ofMillis(3L * 2 * attempts).plus(BalancingScenario.GAP.multipliedBy(2L * beyond)));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (TwoPaths.Roles roles : paths.roles()) {
      String phase = "sequential " + roles.order();
      Target target = stage.target(roles.ingress(), TwoPaths.KEY);
      try (var sampling = stage.phase(phase, Claim.onlySites(roles.cheapest()).attributes())) {
        stage.prober().sequential(target, phase, attempts, stage::settled);
      }
      HeldRamp.reach(stage, target, "beyond " + roles.order(), beyond, roles.dear());
    }
  }
}
