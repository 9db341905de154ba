package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.List;

/**
 * F8: a service at two sites; both of them, or the workloads at both, fail at once under load. When
 * the network has had time to notice, clients must be told; then one is healed, and serves.
 */
public final class AllGoneScenario implements Scenario {

  private static final List<String> SITES = List.of("east", "north");
  private static final int CLIENT_COUNT = 8;

  private final Question question;
  private final Way way;
  private final int attempts;
  private final Duration limit;
  private final Duration toldLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} and {@code attempts} and those of the
   *     claims {@code told} and {@code returns}
   * @throws IllegalArgumentException if it asks for more than one fault of each
   */
  public AllGoneScenario(Question question) {
    this.question = question;
    if (question.ruleCase().integer("faults") > 1) {
      throw new IllegalArgumentException(
          question.rule().id()
              + ": all destinations are failed once, not "
              + question.ruleCase().text("faults")
              + " times");
    }
    way = Way.of(question.ruleCase().text("way"));
    attempts = question.ruleCase().integer("attempts");
    toldLimit = Limits.of(question.ruleCase().number("told-limit-seconds"));
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
    return new FailoverNetwork(way).network();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(2 * attempts + 2_000, Duration.ofSeconds(9));
  }

  @Override
  public int connectionsAtOnce() {
    return CONNECTIONS_BESIDE_A_FAULT;
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(FailoverNetwork.CLIENTS, FailoverNetwork.SERVICE);
    Course course = Course.of(stage, limit);
    List<ActiveFault> faults =
        course.change("failure", () -> failAll(stage, "failure"), Sign.nobody(target));
    course.sample(
        "gone",
        Claim.told(),
        () -> Sample.told(attempts, toldLimit),
        target,
        CLIENT_COUNT,
        attempts);
    String first = SITES.get(0);
    String victim = way.victim(FailoverNetwork.CLIENTS, first, FailoverNetwork.SERVICE);
    course.change(
        "return",
        Claim.returns(victim, target, first),
        () -> {
          faults.get(0).heal();
          return first;
        },
        Sign.all(target, Sign.at(first)));
    course.sample(
        "served again",
        Claim.onlySites(first),
        () -> Sample.of(attempts, Sign.at(first)),
        target,
        CLIENT_COUNT,
        attempts);
    faults.get(1).heal();
  }

  private List<ActiveFault> failAll(Stage stage, String phase) {
    return SITES.stream()
        .map(
            site ->
                way.inject(stage, phase, FailoverNetwork.CLIENTS, site, FailoverNetwork.SERVICE, 0))
        .toList();
  }
}
