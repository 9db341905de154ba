package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * M3: the same weighted multi-key listener at two ingress sites. What is near for one of them is
 * far for the other, by the cost of links or by their number, so that a router that looks at either
 * is off whichever way it leans.
 *
 * <p>By cost: each ingress has a cheap link to one key's site and a dear one to the other's. By
 * hops: the two sites are the ends of a chain, and each ingress is linked to one end. Where the
 * near key is no way off at all, its site is the ingress itself.
 */
public final class WeightedPathsScenario implements Scenario {

  private static final String LISTENER = "shop";
  private static final int PORT = 8080;
  private static final int CLIENT_COUNT = 8;
  private static final int TWO = 2;

  private final Question question;
  private final Map<String, Integer> weights;
  private final String first;
  private final String second;
  private final int near;
  private final int far;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code by}, {@code near}, {@code far}, {@code
   *     weights} (of two keys) and {@code max-attempts}
   */
  public WeightedPathsScenario(Question question) {
    this.question = question;
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    if (weights.size() != TWO) {
      throw new IllegalArgumentException("one key near and one far are needed, not " + weights);
    }
    List<String> keys = List.copyOf(weights.keySet());
    first = keys.get(0);
    second = keys.get(1);
    near = question.ruleCase().integer("near");
    far = question.ruleCase().integer("far");
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("weighted-paths");
    network.site(KeySites.site(first)).connector(first, first, PORT + 1);
    network.site(KeySites.site(second)).connector(second, second, PORT + 2);
    for (String ingress : ingresses()) {
      network.site(ingress).weighted(LISTENER, PORT, weights);
    }
    String by = question.ruleCase().text("by");
    if (near == 0 && !by.equals("hops")) {
      throw new IllegalArgumentException("only by hops is a key as near as its ingress");
    }
    switch (by) {
      case "cost" -> linkByCost(network);
      case "hops" -> linkByHops(network);
      default -> throw new IllegalArgumentException("far by cost or by hops, not by " + by);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * question.ruleCase().integer("max-attempts"), Duration.ofSeconds(3));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (String ingress : ingresses()) {
      String phase = "from " + ingress;
      SharesSample sample = SharesSample.ofKeys(stage, network(), question, weights);
      try (var measuring = stage.phase(phase, Claim.sharesOfKeys(weights).attributes())) {
        sample.gather(
            stage.prober(),
            stage.target(ingress, LISTENER),
            phase,
            ClosedLoop.of(CLIENT_COUNT),
            question.ruleCase().integer("max-attempts"));
      }
    }
  }

  /** The ingress near the first key, and the one near the second. */
  private List<String> ingresses() {
    return near == 0
        ? List.of(KeySites.site(first), KeySites.site(second))
        : List.of("near-" + first, "near-" + second);
  }

  private void linkByCost(NetworkBuilder network) {
    network
        .site(ingresses().get(0))
        .link(KeySites.site(first), near)
        .link(KeySites.site(second), far);
    network
        .site(ingresses().get(1))
        .link(KeySites.site(second), near)
        .link(KeySites.site(first), far);
  }

  /** All links have the default cost. */
  private void linkByHops(NetworkBuilder network) {
    String end = KeySites.site(first);
    for (int hop = near + 1; hop < far; hop++) {
      String between = "between-" + hop;
      network.site(end).link(between);
      end = between;
    }
    network.site(end).link(KeySites.site(second));
    if (near > 0) {
      network.site(ingresses().get(0)).link(KeySites.site(first));
      network.site(ingresses().get(1)).link(KeySites.site(second));
    }
  }
}
