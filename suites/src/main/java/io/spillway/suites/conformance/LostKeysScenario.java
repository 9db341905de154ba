package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * M11: a weighted or a priority multi-key listener over two keys, which are served at first. The
 * workloads of both keys die, and one of them returns.
 */
public final class LostKeysScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String FIRST = "red";
  private static final String SECOND = "blue";
  private static final Map<String, String> SITES = Map.of(FIRST, "east", SECOND, "north");
  private static final String WEIGHTED = "weighted";
  private static final String PRIORITY = "priority";
  private static final int PORT = 8080;
  private static final int CLIENT_COUNT = 8;

  private final String kind;
  private final int attempts;
  private final Duration limit;
  private final Duration toldLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code listeners} ({@code weighted} or {@code
   *     priority}), {@code attempts} and {@code told-limit-seconds} and the limits of a failover
   *     and of a recovery
   */
  public LostKeysScenario(Question question) {
    kind = question.ruleCase().text("listeners");
    attempts = question.ruleCase().integer("attempts");
    toldLimit = Limits.of(question.ruleCase().number("told-limit-seconds"));
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "lost keys, " + kind;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("lost-keys");
    switch (kind) {
      case WEIGHTED -> network.site(CLIENTS).weighted(WEIGHTED, PORT, Map.of(FIRST, 1, SECOND, 1));
      case PRIORITY -> network.site(CLIENTS).priority(PRIORITY, PORT, FIRST, SECOND);
      default ->
          throw new IllegalArgumentException(
              "keys are lost by a weighted or a priority listener, not by: " + kind);
    }
    SITES.forEach(
        (key, site) -> {
          network.site(CLIENTS).link(site);
          network.site(site).connector(key, key, PORT);
        });
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(3 * attempts + 2_000, Duration.ofSeconds(9));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Course course = Course.of(stage, limit);
    Target listener = stage.target(CLIENTS, kind);
    served(
        course,
        listener,
        "at first",
        kind.equals(WEIGHTED) ? new String[] {FIRST, SECOND} : new String[] {FIRST});
    Deque<ActiveFault> faults = course.change("loss", () -> lose(stage), Sign.nobody(listener));
    course.sample(
        kind + ", all lost",
        Claim.told(),
        () -> Sample.told(attempts, toldLimit),
        listener,
        CLIENT_COUNT,
        attempts);
    course.change(
        "return",
        () -> {
          faults.pop().heal();
          stage.awaitReached(CLIENTS, SITES.get(SECOND), limit);
          return faults;
        },
        Sign.all(listener, Sign.by(SECOND)));
    served(course, listener, "one returned", SECOND);
    faults.pop().heal();
  }

  /** Kills the workloads of both keys; the second one's is on top. */
  private Deque<ActiveFault> lose(Stage stage) {
    Deque<ActiveFault> faults = new ArrayDeque<>();
    for (String key : List.of(FIRST, SECOND)) {
      faults.push(stage.inject("loss", SITES.get(key), key, new Fault.KillProcess()));
    }
    SITES.values().forEach(site -> stage.awaitUnreached(CLIENTS, site, limit));
    return faults;
  }

  private void served(Course course, Target listener, String when, String... keys)
      throws InterruptedException {
    List<String> allowed = List.of(keys);
    course.sample(
        listener.listener() + ", " + when,
        Claim.onlyKeys(keys),
        () ->
            Sample.of(
                attempts,
                attempt ->
                    attempt.servedBy().filter(by -> allowed.contains(by.workload())).isPresent()),
        listener,
        CLIENT_COUNT,
        attempts);
  }
}
