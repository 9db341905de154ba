package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * M1: clients at one site open connections through a weighted multi-key listener, each key served
 * at a site of its own, until there is evidence enough in one direction or the other.
 *
 * <p>Several clients side by side are quicker than one, and proportions do not depend on load (M4).
 * The sequential test sees the attempts in the order in which they were due, as the check will, and
 * not in the order in which they ended: a key whose site is quicker must not count earlier.
 */
public final class WeightedScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String LISTENER = "shop";
  private static final String SITE_PREFIX = "site-";
  private static final int PORT = 8080;
  private static final String PHASE = "measure";
  private static final int CLIENT_COUNT = 8;

  /** So many failures in a row are violation enough; nobody waits for all of them to time out. */
  private static final int HOPELESS = 40;

  private final Question question;
  private final Map<String, Integer> weights;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that the check {@code weighted-shares} judges
   */
  public WeightedScenario(Question question) {
    this.question = question;
    this.weights = WeightedPlan.weights(question);
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("weighted");
    network.site(CLIENTS).weighted(LISTENER, PORT, weights);
    int port = PORT;
    for (String key : weights.keySet()) {
      port++;
      network.site(CLIENTS).link(SITE_PREFIX + key);
      network.site(SITE_PREFIX + key).connector(key, key, port);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(question.ruleCase().integer("max-attempts"), Duration.ofSeconds(2));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    InOrderOfDue attempts = new InOrderOfDue(stage.attempts(), WeightedPlan.test(question));
    try (var measuring = stage.phase(PHASE, Map.of("role", "measure"))) {
      stage
          .prober()
          .closedLoopUntil(
              stage.target(CLIENTS, LISTENER),
              PHASE,
              CLIENT_COUNT,
              question.ruleCase().integer("max-attempts"),
              attempts::areEnough);
    }
  }

  /** Feeds a test with attempts in the order in which they were due. Used by one thread. */
  private static final class InOrderOfDue {

    private final SequentialShares test;
    private final Map<Integer, Attempt> ended = new HashMap<>();
    private int next;
    private int failuresInARow;

    InOrderOfDue(int firstIndex, SequentialShares test) {
      this.next = firstIndex;
      this.test = test;
    }

    boolean areEnough(Attempt attempt) {
      failuresInARow = attempt.outcome().failed() ? failuresInARow + 1 : 0;
      if (failuresInARow >= HOPELESS) {
        return true;
      }
      ended.put(attempt.index(), attempt);
      for (Attempt due = ended.remove(next); due != null; due = ended.remove(next)) {
        next++;
        due.servedBy().ifPresent(served -> test.add(key(served)));
        if (test.decision() != SequentialShares.Decision.CONTINUE) {
          return true;
        }
      }
      return false;
    }

    private static String key(Attempt.Served served) {
      return served.site().substring(SITE_PREFIX.length());
    }
  }
}
