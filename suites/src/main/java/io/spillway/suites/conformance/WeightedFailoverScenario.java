package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * M2: a weighted multi-key listener, each key served at a site of its own, the last one at several,
 * or by several workloads of its site, where the case says so. The last key loses its only
 * connector, or one of several, because the workload says that it is not ready, is killed, or its
 * whole site is, and gets it back. Shares are measured before, during and after.
 */
public final class WeightedFailoverScenario implements Scenario {

  private static final String WITHDRAWN = "withdrawn";
  private static final String PROCESS_DEAD = "process-dead";
  private static final String SITE_KILLED = "site-killed";
  private static final int CLIENT_COUNT = 8;

  private final Question question;
  private final String way;
  private final Map<String, Integer> weights;
  private final String lost;
  private final KeySites.Places places;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way}, {@code weights}, {@code sites} and
   *     {@code workloads} (of the last key), {@code max-attempts} and the limits of a failover and
   *     of a recovery
   */
  public WeightedFailoverScenario(Question question) {
    this.question = question;
    way = question.ruleCase().text("way");
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    List<String> keys = List.copyOf(weights.keySet());
    lost = keys.get(keys.size() - 1);
    places =
        new KeySites.Places(
            question.ruleCase().integer("sites"), question.ruleCase().integer("workloads"));
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
    return KeySites.weighted(
        weights,
        key -> key.equals(lost) ? places : KeySites.Places.ONE,
        connector -> {
          StandIn standIn = new StandIn(connector);
          return way.equals(WITHDRAWN) ? standIn.withReadiness() : standIn;
        });
  }

  @Override
  public Estimate estimate() {
    return new Estimate(3 * question.ruleCase().integer("max-attempts"), Duration.ofSeconds(8));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Map<String, Integer> left = new LinkedHashMap<>(weights);
    if (places.equals(KeySites.Places.ONE)) {
      left.remove(lost);
    }
    Target target = stage.target(KeySites.CLIENTS, KeySites.LISTENER);
    Predicate<Attempt> atLost = Sign.at(KeySites.site(lost)).and(Sign.by(lost));
    Course course = Course.of(stage, limit);
    measure(
        course,
        target,
        "before",
        weights,
        () -> SharesSample.ofKeys(stage, network(), question, weights));
    Runnable heal =
        course.change("loss", () -> lose(stage, "loss"), Sign.all(target, atLost.negate()));
    measureAgain(stage, course, target, "during", left);
    course.change(
        "return",
        () -> {
          heal.run();
          stage.awaitReached(KeySites.CLIENTS, KeySites.site(lost), limit);
          return lost;
        },
        Sign.some(target, atLost));
    measureAgain(stage, course, target, "after", weights);
  }

  private void measureAgain(
      Stage stage, Course course, Target target, String phase, Map<String, Integer> shares)
      throws InterruptedException {
    measure(
        course,
        target,
        phase,
        shares,
        () -> SharesSample.ofKeysAfterChange(stage, network(), question, shares));
  }

  private void measure(
      Course course,
      Target target,
      String phase,
      Map<String, Integer> shares,
      Supplier<Sample> sample)
      throws InterruptedException {
    course.sample(
        phase,
        Claim.sharesOfKeys(shares),
        sample,
        target,
        CLIENT_COUNT,
        question.ruleCase().integer("max-attempts"));
  }

  /** Takes a connector of the key away, and returns what gives it back. */
  private Runnable lose(Stage stage, String phase) {
    Runnable heal = inject(stage, phase);
    stage.awaitUnreached(KeySites.CLIENTS, KeySites.site(lost), limit);
    return heal;
  }

  private Runnable inject(Stage stage, String phase) {
    String site = KeySites.site(lost);
    return switch (way) {
      case WITHDRAWN -> stage.inject(phase, site, lost, new Fault.Withdraw())::heal;
      case PROCESS_DEAD -> stage.inject(phase, site, lost, new Fault.KillProcess())::heal;
      case SITE_KILLED -> stage.inject(phase, site, new Fault.Kill())::heal;
      default ->
          throw new IllegalArgumentException(
              "a key is lost by %s, %s or %s, not by %s"
                  .formatted(WITHDRAWN, PROCESS_DEAD, SITE_KILLED, way));
    };
  }
}
