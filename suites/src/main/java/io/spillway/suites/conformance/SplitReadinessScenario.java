package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /** The control of what the primary gets while it is ready: that it could have gone elsewhere. */
  private static final String WITHOUT_PRIMARY = "primary not ready";

  private static final int PHASES = 10;

  private final int attempts;

  /** Whoever is told later is shown to the check after the limit of a failover as well. */
  private static final Duration PROMPTLY = Duration.ofSeconds(2);

  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code attempts}, {@code failover-limit-seconds} and
   *     {@code recovery-limit-seconds}; the same in every rule that is judged on this history
   */
  public SplitReadinessScenario(Question question) {
    attempts = question.ruleCase().integer("attempts");
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
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
    return new Estimate(PHASES * attempts, Duration.ofSeconds(20));
  }

  @Override
  public int connectionsAtOnce() {
    return attempts;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    ReadinessCourse course = new ReadinessCourse(stage, SPLITS.siteOfBackend(), limit);
    allReady(stage, course);
    course.withdraw(List.of(PRIMARY), course.without(NAMED, PRIMARY));
    onlyBy(course, NAMED, WITHOUT_PRIMARY, "L8", FIRST, SECOND);
    course.withdraw(List.of(FIRST), course.without(NAMED, FIRST));
    onlyBy(course, NAMED, "first not ready either", "L8", SECOND);
    course.restore(List.of(PRIMARY), course.only(NAMED, PRIMARY));
    onlyBy(course, NAMED, "primary returns", "L4", PRIMARY);
    course.withdraw(List.of(SECOND), course.only(UNNAMED, PRIMARY));
    course.withdraw(List.of(PRIMARY), course.nobody(NAMED));
    told(course);
    course.restore(List.of(PRIMARY), course.only(NAMED, PRIMARY));
    onlyBy(course, NAMED, "primary returns first", "L4", PRIMARY);
    course.restore(List.of(FIRST), course.with(UNNAMED, FIRST));
    onlyBy(course, UNNAMED, "first backend not ready", "L6", PRIMARY, FIRST);
    course.restore(List.of(SECOND), course.only(UNNAMED, SECOND));
    onlyBy(course, UNNAMED, "first backend returns", "L6", SECOND);
    onlyBy(course, NAMED, "all return", "L4", PRIMARY);
  }

  private void allReady(Stage stage, ReadinessCourse course) throws InterruptedException {
    Claim primary = Claim.onlyKeys(PRIMARY).control(WITHOUT_PRIMARY).forRules("L1");
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
    onlyBy(course, UNNAMED, "no primary named", "L6", SECOND);
  }

  private void onlyBy(
      ReadinessCourse course, String listener, String phase, String rule, String... backends)
      throws InterruptedException {
    Predicate<Attempt> right =
        Stream.of(backends).map(Sign::by).reduce(attempt -> false, Predicate::or);
    course.sample(
        listener,
        phase,
        Claim.onlyKeys(backends).forRules(rule),
        () -> Sample.of(attempts, right),
        attempts);
  }

  private void told(ReadinessCourse course) throws InterruptedException {
    course.sample(
        NAMED,
        "nothing ready",
        Claim.told().forRules("L5"),
        () -> Sample.told(attempts, PROMPTLY),
        attempts);
  }
}
