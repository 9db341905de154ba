package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * L2, L3 and L7: five backends and two listeners over them, one with a split that is controlled and
 * one with a split that is not. The primary stops being ready, then one secondary after another;
 * one of these returns, and at last all do. In between, shares are sampled until there is evidence
 * enough.
 */
public final class SplitSharesScenario implements Scenario {

  private static final String CONTROLLED = "controlled";
  private static final String STATIC = "static";
  private static final String PRIMARY = "primary";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String THIRD = "third";
  private static final String FOURTH = "fourth";
  private static final TrafficSplits SPLITS =
      new TrafficSplits(PRIMARY, List.of(FIRST, SECOND, THIRD, FOURTH));

  /** The weights of the split that nobody controls. */
  private static final Map<String, Integer> STANDING =
      TrafficSplits.weights("primary=1", "first=3");

  private static final int PHASES = 7;

  private final Question question;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters of the claim {@code shares}, {@code
   *     failover-limit-seconds} and {@code recovery-limit-seconds}; the same in every rule that is
   *     judged on this history
   */
  public SplitSharesScenario(Question question) {
    this.question = question;
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "traffic split shares";
  }

  @Override
  public Network network() {
    return SPLITS.network(
        Map.of(
            CONTROLLED,
            TrafficSplits.controlled(
                PRIMARY,
                TrafficSplits.weights("primary=1", "first=0", "second=0", "third=0", "fourth=0")),
            STATIC,
            TrafficSplits.uncontrolled(
                TrafficSplits.weights("primary=1", "first=3", "second=0", "third=0", "fourth=0"))));
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        PHASES * question.ruleCase().integer("max-attempts") / 10, Duration.ofSeconds(16));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    ReadinessCourse course = new ReadinessCourse(stage, SPLITS.siteOfBackend(), limit);
    sample(
        course,
        STATIC,
        "static, all ready",
        Claim.sharesOfKeys(STANDING).forRules("L7"),
        () -> SharesSample.ofKeys(stage, network(), question, STANDING));
    course.withdraw(
        List.of(PRIMARY), course.without(CONTROLLED, PRIMARY), course.without(STATIC, PRIMARY));
    standing(stage, course, "static, primary not ready", Optional.of(PRIMARY));
    equal(stage, course, "four ready", List.of("L2"), FIRST, SECOND, THIRD, FOURTH);
    course.withdraw(List.of(FOURTH), course.without(CONTROLLED, FOURTH));
    equal(stage, course, "three ready", List.of("L2", "L3"), FIRST, SECOND, THIRD);
    course.withdraw(List.of(THIRD), course.without(CONTROLLED, THIRD));
    equal(stage, course, "two ready", List.of("L2", "L3"), FIRST, SECOND);
    course.restore(List.of(FOURTH), course.with(CONTROLLED, FOURTH));
    equal(stage, course, "fourth returned", List.of("L3"), FIRST, SECOND, FOURTH);
    course.restore(
        List.of(THIRD, PRIMARY), course.only(CONTROLLED, PRIMARY), course.with(STATIC, PRIMARY));
    standing(stage, course, "static, all returned", Optional.empty());
  }

  /**
   * Samples the split that nobody controls; a backend that is not ready keeps its part, in vain.
   */
  private void standing(
      Stage stage, ReadinessCourse course, String phase, Optional<String> notReady)
      throws InterruptedException {
    Claim claim = Claim.sharesOfKeys(STANDING).forRules("L7");
    Supplier<SharesSample> sample =
        () -> SharesSample.ofKeysAfterChange(stage, network(), question, STANDING);
    if (notReady.isEmpty()) {
      sample(course, STATIC, phase, claim, sample::get);
      return;
    }
    String failed = notReady.orElseThrow();
    sample(
        course,
        STATIC,
        phase,
        claim.failuresCountAs(failed),
        () -> sample.get().failuresCountAs(failed));
  }

  /** Samples the split that is controlled while just these backends are ready. */
  private void equal(
      Stage stage, ReadinessCourse course, String phase, List<String> rules, String... ready)
      throws InterruptedException {
    Map<String, Integer> equal = new LinkedHashMap<>();
    for (String backend : ready) {
      equal.put(backend, 1);
    }
    sample(
        course,
        CONTROLLED,
        phase,
        Claim.sharesOfKeys(equal).forRules(rules.toArray(String[]::new)),
        () -> SharesSample.ofKeysAfterChange(stage, network(), question, equal));
  }

  private void sample(
      ReadinessCourse course, String listener, String phase, Claim claim, Supplier<Sample> sample)
      throws InterruptedException {
    course.sample(listener, phase, claim, sample, question.ruleCase().integer("max-attempts"));
  }
}
