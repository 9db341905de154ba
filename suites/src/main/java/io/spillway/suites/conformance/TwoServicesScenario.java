package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.util.Optional;

/**
 * C10: two services at the same two sites, whose connections cross the same links. The ramps of the
 * two follow each other, and then they are played at the same time: what one service has open is no
 * load of the other's, so both spill where they did alone.
 */
public final class TwoServicesScenario implements Scenario {

  private static final String ORDERS = "orders";
  private static final String PAYMENTS = "payments";
  private static final String BOTH = "the two services";

  private final Chains paths;
  private final HeldRamp.Length length;
  private final int repeats;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code best}, {@code alternative}, {@code
   *     after-spill} and {@code ramps}
   */
  public TwoServicesScenario(Question question) {
    paths = Chains.of(question, false, ORDERS, PAYMENTS);
    length = HeldRamp.Length.of(question, paths.alternativeCost(), 0);
    repeats = question.ruleCase().integer("ramps");
  }

  @Override
  public String name() {
    return "two services " + paths.words();
  }

  @Override
  public Network network() {
    return paths.network();
  }

  @Override
  public Estimate estimate() {
    int ramps = 2 * paths.services().size() * repeats;
    return new Estimate(ramps * length.planned(), length.duration(ramps));
  }

  @Override
  public int connectionsAtOnce() {
    return 2 * length.planned();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (TwoPaths.Roles roles : paths.roles()) {
        HeldRamp orders = ramp(roles, ORDERS, repeat);
        HeldRamp payments = ramp(roles, PAYMENTS, repeat);
        if (repeat <= repeats / 2) {
          orders.play(stage, length);
          payments.play(stage, length);
        } else {
          HeldRamp.playTogether(stage, length, orders, payments);
        }
      }
    }
  }

  private HeldRamp ramp(TwoPaths.Roles roles, String service, int repeat) {
    String which = service + ", " + HeldRamp.which(repeat, repeats);
    return new HeldRamp(roles, service, Optional.of(which), Optional.of(BOTH));
  }
}
