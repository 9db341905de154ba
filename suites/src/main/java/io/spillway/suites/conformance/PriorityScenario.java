package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * M7 and M8: a priority multi-key listener over keys that are served at one site each. Sites are
 * killed and restarted in both orders while one client connects in a loop; after each change the
 * state that the network has come to rest in is sampled.
 */
public final class PriorityScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String LISTENER = "shop";
  private static final String SITE_PREFIX = "site-";
  private static final int PORT = 8080;

  /** So many attempts in a row at the expected key end a transition. */
  private static final int STREAK = 20;

  /** The client's pause between two attempts, so that a transition is sampled and not flooded. */
  private static final Duration PACE = Duration.ofMillis(5);

  private static final int STEPS = 9;

  private final List<String> keys;
  private final int steadyAttempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case of a rule that {@code priority-failover} or {@code priority-failback}
   *     judges
   */
  public PriorityScenario(Question question) {
    keys = List.of(question.ruleCase().text("keys").split(" "));
    steadyAttempts = question.ruleCase().integer("steady-attempts");
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "priority over " + keys.size() + " sites";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("priority");
    network.site(CLIENTS).priority(LISTENER, PORT, keys.toArray(String[]::new));
    int port = PORT;
    for (String key : keys) {
      port++;
      network.site(CLIENTS).link(SITE_PREFIX + key);
      network.site(SITE_PREFIX + key).connector(key, key, port);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(STEPS * (steadyAttempts + 10 * STREAK), Duration.ofSeconds(8));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    String first = keys.get(0);
    String second = keys.get(1);
    Course course = new Course(stage);
    course.steady("start");
    course.fail(first);
    course.fail(second);
    course.restore(second);
    course.restore(first);
    course.fail(second);
    course.fail(first);
    course.restore(first);
    course.restore(second);
  }

  /** The course of one play: which keys are down now, and how often something was changed. */
  private final class Course {

    private final Stage stage;
    private final Map<String, Stage.SiteFault> down = new LinkedHashMap<>();
    private int step;

    Course(Stage stage) {
      this.stage = stage;
    }

    void fail(String key) throws InterruptedException {
      Set<String> unavailable = new LinkedHashSet<>(down.keySet());
      unavailable.add(key);
      transition(
          "failure",
          key,
          unavailable,
          phase -> {
            down.put(key, stage.inject(phase, SITE_PREFIX + key, new Fault.Kill()));
            stage.awaitUnreached(CLIENTS, SITE_PREFIX + key, limit);
          });
      steady("failure");
    }

    void restore(String key) throws InterruptedException {
      Set<String> unavailable = new LinkedHashSet<>(down.keySet());
      unavailable.remove(key);
      transition(
          "restoration",
          key,
          unavailable,
          phase -> {
            down.remove(key).heal();
            stage.awaitReached(CLIENTS, SITE_PREFIX + key, limit);
          });
      steady("restoration");
    }

    void steady(String because) throws InterruptedException {
      String phase = "steady " + step;
      try (var sampling =
          stage.phase(
              phase, attributes("steady", because, expected(down.keySet()), down.keySet()))) {
        stage
            .prober()
            .closedLoopUntil(
                stage.target(CLIENTS, LISTENER), phase, 1, steadyAttempts, attempt -> false);
      }
    }

    private void transition(String because, String key, Set<String> unavailable, Change change)
        throws InterruptedException {
      step++;
      String phase = "transition " + step;
      String expected = expected(unavailable);
      Map<String, String> attributes = attributes("transition", because, expected, unavailable);
      attributes.put("key", key);
      Streak streak = new Streak(attempt -> attempt.site().equals(SITE_PREFIX + expected));
      try (var changing = stage.phase(phase, attributes);
          var load =
              stage
                  .prober()
                  .closedLoop(
                      stage.target(CLIENTS, LISTENER), phase, ClosedLoop.of(1).withPause(PACE))) {
        load.observe(streak);
        change.make(phase);
        streak.restart();
        Limits.await(
            "%d attempts in a row at key %s".formatted(STREAK, expected),
            limit,
            () -> streak.length() >= STREAK);
      }
    }

    private String expected(Set<String> unavailable) {
      return keys.stream().filter(key -> !unavailable.contains(key)).findFirst().orElseThrow();
    }

    private Map<String, String> attributes(
        String role, String because, String expected, Set<String> unavailable) {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("role", role);
      attributes.put("because", because);
      attributes.put("expect", expected);
      attributes.put("unavailable", String.join(" ", new ArrayList<>(unavailable)));
      return attributes;
    }
  }

  /** What is changed during a transition. */
  private interface Change {
    void make(String phase) throws InterruptedException;
  }
}
