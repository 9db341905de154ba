package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.suites.conformance.ReadinessCourse.Sign;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * L1, L4, L5, L6 and L8: three backends and two listeners over them. The split of the one names its
 * primary, which is not the first of the list; that of the other does not, and gives the first of
 * its list no weight. Workloads stop being ready, though they still serve, and are ready again, one
 * after another and all together.
 */
public final class SplitReadinessScenario implements Scenario {

  private static final String NAMED = "named";
  private static final String UNNAMED = "unnamed";
  private static final String PRIMARY = "primary";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final TrafficSplits SPLITS = new TrafficSplits(PRIMARY, List.of(FIRST, SECOND));
  private static final int CLIENT_COUNT = 8;
  private static final int PHASES = 10;

  /** So many clients that wait in vain are violation enough. */
  private static final int HOPELESS = 16;

  private final int attempts;
  private final Duration failoverLimit;
  private final Duration recoveryLimit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code attempts}, {@code failover-limit-seconds} and
   *     {@code recovery-limit-seconds}; the same in every rule that is judged on this history
   */
  public SplitReadinessScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
    failoverLimit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
    recoveryLimit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "traffic split by readiness";
  }

  @Override
  public Network network() {
    return SPLITS.network(
        Map.of(
            NAMED,
            TrafficSplits.controlled(
                PRIMARY, TrafficSplits.weights("first=0", "primary=1", "second=0")),
            UNNAMED,
            TrafficSplits.controlled(TrafficSplits.weights("second=0", "primary=1", "first=0"))));
  }

  @Override
  public Estimate estimate() {
    return new Estimate(PHASES * attempts, Duration.ofSeconds(7));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    ReadinessCourse course =
        new ReadinessCourse(stage, SPLITS.siteOfBackend(), failoverLimit, recoveryLimit);
    allReady(stage);
    course.withdraw(List.of(PRIMARY), Sign.without(NAMED, PRIMARY));
    sample(stage, NAMED, "primary not ready", Claim.onlyKeys(FIRST, SECOND).forRules("L8"));
    course.withdraw(List.of(FIRST), Sign.without(NAMED, FIRST));
    sample(stage, NAMED, "first not ready either", Claim.onlyKeys(SECOND).forRules("L8"));
    course.restore(List.of(PRIMARY), Sign.only(NAMED, PRIMARY));
    sample(stage, NAMED, "primary returns", Claim.onlyKeys(PRIMARY).forRules("L4"));
    course.withdraw(List.of(SECOND), Sign.only(UNNAMED, PRIMARY));
    course.withdraw(List.of(PRIMARY), Sign.nobody(NAMED));
    sample(stage, NAMED, "nothing ready", Claim.told().forRules("L5"));
    course.restore(List.of(PRIMARY), Sign.only(NAMED, PRIMARY));
    sample(stage, NAMED, "primary returns first", Claim.onlyKeys(PRIMARY).forRules("L4"));
    course.restore(List.of(FIRST), Sign.with(UNNAMED, FIRST));
    sample(
        stage, UNNAMED, "first backend not ready", Claim.onlyKeys(PRIMARY, FIRST).forRules("L6"));
    course.restore(List.of(SECOND), Sign.only(UNNAMED, SECOND));
    sample(stage, UNNAMED, "first backend returns", Claim.onlyKeys(SECOND).forRules("L6"));
    sample(stage, NAMED, "all return", Claim.onlyKeys(PRIMARY).forRules("L4"));
  }

  private void allReady(Stage stage) throws InterruptedException {
    Claim primary = Claim.onlyKeys(PRIMARY).forRules("L1");
    String sequential = "all ready, one by one";
    try (var sampling = stage.phase(sequential, primary.attributes())) {
      stage
          .prober()
          .sequential(
              stage.target(TrafficSplits.CLIENTS, NAMED), sequential, attempts, stage::settled);
    }
    String holding = "all ready, held";
    try (var sampling = stage.phase(holding, primary.attributes());
        var held =
            stage
                .prober()
                .hold(
                    stage.target(TrafficSplits.CLIENTS, NAMED),
                    holding,
                    attempts,
                    BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
    sample(stage, UNNAMED, "no primary named", Claim.onlyKeys(SECOND).forRules("L6"));
  }

  private void sample(Stage stage, String listener, String phase, Claim claim)
      throws InterruptedException {
    try (var sampling = stage.phase(phase, claim.attributes())) {
      stage
          .prober()
          .closedLoopUntil(
              stage.target(TrafficSplits.CLIENTS, listener),
              phase,
              CLIENT_COUNT,
              attempts,
              hopeless());
    }
    stage.settle();
  }

  private static Predicate<Attempt> hopeless() {
    int[] vain = {0};
    return attempt -> {
      boolean told = attempt.outcome().told();
      vain[0] += attempt.outcome().failed() && !told ? 1 : 0;
      return vain[0] >= HOPELESS;
    };
  }
}
