package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillCosts;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * C1: two services, each at home and at the far end of a chain of links. The links of one chain do
 * not say what they cost, those of the other do; there are several of them in a row, so that a
 * wrong default shifts the spill by more than a tie can hide. Ramps start from both ends, and there
 * are many of them, so that the shift shows as well where coins spread what follows the threshold.
 */
public final class DefaultCostScenario implements Scenario {

  /** The chain whose links have no cost declared, its sites and its service. */
  static final String OMITTED = "omitted";

  private static final String GIVEN = "given";
  private static final String HOME = "home";
  private static final int PORT = 8080;
  private static final String BOTH = "links with the cost omitted and given";

  private final List<Integer> costs;
  private final HeldRamp.Length length;
  private final int repeats;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code alternative}, what the links of a chain cost
   *     by default, {@code after-spill} and {@code ramps}
   */
  public DefaultCostScenario(Question question) {
    costs = SpillCosts.links(question.ruleCase().text("alternative"));
    int cost = costs.stream().mapToInt(Integer::intValue).sum();
    length = HeldRamp.Length.of(question, cost, 0);
    repeats = question.ruleCase().integer("ramps");
  }

  @Override
  public String name() {
    return "default cost of " + costs.size() + " links";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("default-cost");
    for (String chain : List.of(OMITTED, GIVEN)) {
      int port = PORT + (chain.equals(OMITTED) ? 0 : 1);
      for (String end : List.of(HOME, far(chain))) {
        network.site(end).connector(chain, chain, port + 1_000).listener(chain, port, chain);
      }
      String here = HOME;
      for (int i = 1; i <= costs.size(); i++) {
        String next = site(chain, i);
        OptionalInt given =
            chain.equals(OMITTED) ? OptionalInt.empty() : OptionalInt.of(costs.get(i - 1));
        network.site(here).link("to-" + next, next, given);
        here = next;
      }
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    int ramps = 4 * repeats;
    return new Estimate(ramps * length.planned(), length.duration(ramps));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (String chain : List.of(OMITTED, GIVEN)) {
        String which = "cost " + chain + ", " + HeldRamp.which(repeat, repeats);
        for (TwoPaths.Roles roles :
            List.of(
                new TwoPaths.Roles("as named", HOME, HOME, far(chain)),
                new TwoPaths.Roles("swapped", far(chain), far(chain), HOME))) {
          new HeldRamp(roles, chain, Optional.of(which), Optional.of(BOTH)).play(stage, length);
        }
      }
    }
  }

  private String far(String chain) {
    return site(chain, costs.size());
  }

  private static String site(String chain, int number) {
    return chain + "-" + number;
  }
}
