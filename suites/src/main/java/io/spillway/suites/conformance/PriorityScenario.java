package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * M7 and M8: a priority multi-key listener over keys that are served at one site each. The sites,
 * or the workloads there, fail and return in both orders; after each change the state is sampled
 * that the network has come to rest in. When a key fails or returns that is not in use, nothing may
 * move.
 */
public final class PriorityScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String LISTENER = "shop";
  private static final String SITE_PREFIX = "site-";
  private static final int PORT = 8080;
  private static final String FAILOVER = "M7";
  private static final String FAILBACK = "M8";
  private static final int STEPS = 8;

  private final List<String> keys;
  private final Way way;
  private final int steadyAttempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code keys}, three of them, {@code way}, {@code
   *     steady-attempts} and the two limits; the same in both rules
   */
  public PriorityScenario(Question question) {
    keys = List.of(question.ruleCase().text("keys").split(" "));
    way = Way.of(question.ruleCase().text("way"));
    steadyAttempts = question.ruleCase().integer("steady-attempts");
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "priority over " + keys.size() + " sites, " + way.word();
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
    return new Estimate(
        (STEPS + 1) * steadyAttempts + STEPS * 1_000,
        Duration.ofSeconds(4L * STEPS).plus(limit.multipliedBy(2)));
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    String first = keys.get(0);
    String second = keys.get(1);
    Play play = new Play(stage);
    play.steady(FAILOVER);
    play.fail(first);
    play.fail(second);
    play.restore(second);
    play.restore(first);
    play.fail(second);
    play.fail(first);
    play.restore(first);
    play.restore(second);
  }

  /** One play: which keys are down now, and how often something was changed. */
  private final class Play {

    private final Stage stage;
    private final Course course;
    private final Target target;
    private final Map<String, ActiveFault> down = new LinkedHashMap<>();
    private int step;

    Play(Stage stage) {
      this.stage = stage;
      this.course = Course.of(stage, limit);
      this.target = stage.target(CLIENTS, LISTENER);
    }

    void fail(String key) throws InterruptedException {
      step++;
      String phase = "failure " + step;
      String before = firstOf(down.keySet());
      Set<String> downThen = new LinkedHashSet<>(down.keySet());
      downThen.add(key);
      String after = firstOf(downThen);
      Claim moves = Claim.movesToKeyAfterFault(victim(key), after);
      down.put(key, change(phase, FAILOVER, moves, before, after, () -> inject(phase, key)));
      steady(FAILOVER);
    }

    void restore(String key) throws InterruptedException {
      step++;
      String phase = "restoration " + step;
      String before = firstOf(down.keySet());
      ActiveFault fault = down.remove(key);
      String after = firstOf(down.keySet());
      Claim moves = Claim.movesToKeyAfterHeal(victim(key), after);
      change(phase, FAILBACK, moves, before, after, () -> heal(fault, key));
      steady(FAILBACK);
    }

    /** Traffic moves, if it has to; else nobody notices anything. */
    private ActiveFault change(
        String phase,
        String rule,
        Claim moves,
        String before,
        String after,
        Supplier<ActiveFault> change)
        throws InterruptedException {
      return before.equals(after)
          ? course.changeInVain(
              phase,
              only(after).forRules(rule),
              change,
              new Sign(target, Sign.by(after), steadyAttempts, true))
          : course.change(
              phase,
              moves.among(before, after).forRules(rule),
              change,
              Sign.all(target, Sign.by(after)));
    }

    private static Claim only(String key) {
      return Claim.onlyKeys(key).enough("steady-attempts");
    }

    private String victim(String key) {
      return way.victim(CLIENTS, SITE_PREFIX + key, key);
    }

    private ActiveFault inject(String phase, String key) {
      ActiveFault fault = way.inject(stage, phase, CLIENTS, SITE_PREFIX + key, key, 0);
      stage.awaitUnreached(CLIENTS, SITE_PREFIX + key, limit);
      return fault;
    }

    private ActiveFault heal(ActiveFault fault, String key) {
      fault.heal();
      stage.awaitReached(CLIENTS, SITE_PREFIX + key, limit);
      return fault;
    }

    void steady(String rule) throws InterruptedException {
      String key = firstOf(down.keySet());
      course.sample(
          "steady " + step,
          only(key).forRules(rule),
          () -> Sample.of(steadyAttempts, Sign.by(key)),
          target,
          1,
          steadyAttempts);
    }

    private String firstOf(Set<String> unavailable) {
      return keys.stream().filter(key -> !unavailable.contains(key)).findFirst().orElseThrow();
    }
  }
}
