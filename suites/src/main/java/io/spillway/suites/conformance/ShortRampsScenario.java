package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.util.Optional;

/**
 * C2, C3 and C5: many short ramps. A cost that is wrong by 1 shifts the spill by 1, which a tie
 * hides half of the time; and where coins spread what follows the threshold, single spills come
 * late by right, and only many of them tell a wrong threshold from bad luck.
 */
public final class ShortRampsScenario implements Scenario {

  private final Chains paths;
  private final HeldRamp.Length length;
  private final int repeats;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative}, {@code
   *     after-spill} and {@code ramps}
   */
  public ShortRampsScenario(Question question) {
    paths = Chains.of(question, false, Chains.SERVICE);
    length = HeldRamp.Length.of(question, paths.alternativeCost(), 0);
    repeats = question.ruleCase().integer("ramps");
  }

  @Override
  public String name() {
    return "short ramps " + paths.words();
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * repeats * length.planned(), length.duration(2 * repeats));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (TwoPaths.Roles roles : paths.roles()) {
        String which = HeldRamp.which(repeat, repeats);
        new HeldRamp(roles, Chains.SERVICE, Optional.of(which), Optional.empty())
            .play(stage, length);
      }
    }
  }
}
