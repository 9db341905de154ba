package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.Map;

/**
 * M1: clients at one site open connections through a weighted multi-key listener, each key served
 * at a site of its own, the first one at several where the case says so, until there is evidence
 * enough in one direction or the other.
 *
 * <p>Several clients side by side are quicker than one, and proportions do not depend on load (M4).
 */
public final class WeightedScenario implements Scenario {

  private static final String PHASE = "measure";
  private static final int CLIENT_COUNT = 8;

  private final Question question;
  private final Map<String, Integer> weights;
  private final int sites;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code weights}, {@code sites} (of the first key)
   *     and {@code max-attempts}
   */
  public WeightedScenario(Question question) {
    this.question = question;
    this.weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    this.sites = question.ruleCase().integer("sites");
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    String first = weights.keySet().iterator().next();
    return KeySites.weighted(
        weights, key -> KeySites.Places.sites(key.equals(first) ? sites : 1), StandIn::new);
  }

  @Override
  public Estimate estimate() {
    return new Estimate(question.ruleCase().integer("max-attempts"), Duration.ofSeconds(2));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    SharesSample sample = SharesSample.ofKeys(stage, network(), question, weights);
    try (var measuring = stage.phase(PHASE, Claim.sharesOfKeys(weights).attributes())) {
      sample.gather(
          stage.prober(),
          stage.target(KeySites.CLIENTS, KeySites.LISTENER),
          PHASE,
          ClosedLoop.of(CLIENT_COUNT),
          question.ruleCase().integer("max-attempts"));
    }
  }
}
