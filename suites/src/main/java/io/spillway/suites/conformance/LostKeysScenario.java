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
 * M11: a weighted and a priority multi-key listener over the same two keys, which are served at
 * first. The workloads of both keys die, and one of them returns.
 */
public final class LostKeysScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String FIRST = "red";
  private static final String SECOND = "blue";
  private static final Map<String, String> SITES = Map.of(FIRST, "east", SECOND, "north");
  private static final String WEIGHTED = "weighted";
  private static final String PRIORITY = "priority";
  private static final List<String> LISTENERS = List.of(WEIGHTED, PRIORITY);
  private static final int PORT = 8080;
  private static final int CLIENT_COUNT = 8;

  private final int attempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code attempts} and {@code told-limit-seconds} and
   *     the limits of a failover and of a recovery
   */
  public LostKeysScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "lost keys";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("lost-keys");
    network
        .site(CLIENTS)
        .weighted(WEIGHTED, PORT, Map.of(FIRST, 1, SECOND, 1))
        .priority(PRIORITY, PORT + 1, FIRST, SECOND);
    SITES.forEach(
        (key, site) -> {
          network.site(CLIENTS).link(site);
          network.site(site).connector(key, key, PORT);
        });
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(3 * LISTENERS.size() * attempts + 2_000, Duration.ofSeconds(6));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Course course = Course.of(stage, limit);
    Target weighted = stage.target(CLIENTS, WEIGHTED);
    Target priority = stage.target(CLIENTS, PRIORITY);
    served(course, weighted, "at first", FIRST, SECOND);
    served(course, priority, "at first", FIRST);
    Deque<ActiveFault> faults =
        course.change("loss", () -> lose(stage), Sign.nobody(weighted), Sign.nobody(priority));
    for (Target listener : List.of(weighted, priority)) {
      course.sample(
          listener.listener() + ", all lost",
          Claim.told(),
          () -> Sample.of(attempts, attempt -> attempt.outcome().told()),
          listener,
          CLIENT_COUNT,
          attempts);
    }
    course.change(
        "return",
        () -> {
          faults.pop().heal();
          stage.awaitReached(CLIENTS, SITES.get(SECOND), limit);
          return faults;
        },
        Sign.all(weighted, Sign.by(SECOND)),
        Sign.all(priority, Sign.by(SECOND)));
    served(course, weighted, "one returned", SECOND);
    served(course, priority, "one returned", SECOND);
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
