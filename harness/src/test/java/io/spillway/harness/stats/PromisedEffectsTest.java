package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rulebook's weighted cases promise is true of each: with the case's own weights, effect,
 * power and largest sample, and its part of the alpha of a whole run. The probabilities are exact.
 */
class PromisedEffectsTest {

  /** The run's 1e-6, divided over about as many cases as the rulebook has. */
  private static final double ALPHA = 1e-6 / 100;

  private static final double SMALL_FACTOR = 2;

  static Stream<Rulebook.Selection> weightedCases() {
    return Rulebook.load().all().stream()
        .filter(one -> one.ruleCase().parameters().containsKey("weights"))
        .filter(one -> one.ruleCase().parameters().containsKey("effect-points"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weightedCases")
  void weightedCase_seesTheEffectThatItPromisesBeforeItGivesUp(Rulebook.Selection one) {
    Plan plan = Plan.of(one.ruleCase());

    for (double share : new TreeSet<>(plan.shares().values())) {
      Binomials.Interval off = plan.effect().around(share);
      for (double real : new double[] {off.low(), off.high()}) {
        ExactCourse course = plan.test(share).at(real);

        assertThat(course.deviates())
            .as("%s: found out where %s is %s", one.word(), share, real)
            .isGreaterThanOrEqualTo(plan.power());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weightedCases")
  void weightedCase_failsARouterThatKeepsItsWeightsMoreSeldomThanItsAlpha(Rulebook.Selection one) {
    Plan plan = Plan.of(one.ruleCase());

    for (double share : new TreeSet<>(plan.shares().values())) {
      ExactCourse course = plan.test(share).at(share);

      assertThat(course.deviates()).as(one.word()).isLessThanOrEqualTo(plan.alphaOfAShare());
      assertThat(course.truncated()).as("%s: no answer", one.word()).isLessThan(1e-4);
    }
  }

  /** A sample of a fixed size, judged by exact acceptance regions, is the independent witness. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("weightedCases")
  void fixedSampleOfTheLargestSize_wouldSeeTheEffectToo(Rulebook.Selection one) {
    Plan plan = Plan.of(one.ruleCase());

    int enough =
        new SharesPlan(plan.shares(), plan.alpha(), plan.power()).observations(plan.effect());

    assertThat(enough).as(one.word()).isLessThanOrEqualTo(plan.max());
  }

  /** A case's parameters, as its check reads them. */
  private record Plan(
      Map<String, Double> shares, Effect effect, double alpha, double power, int max) {

    static Plan of(RuleCase ruleCase) {
      Map<String, Integer> weights = WeightedPlan.weights(ruleCase.text("weights"));
      double sum = weights.values().stream().mapToInt(Integer::intValue).sum();
      Map<String, Double> shares = new LinkedHashMap<>();
      weights.forEach((key, weight) -> shares.put(key, weight / sum));
      return new Plan(
          shares,
          new Effect(ruleCase.number("effect-points") / 100, SMALL_FACTOR),
          ALPHA / ruleCase.integer("phases"),
          ruleCase.number("power"),
          ruleCase.integer("max-attempts"));
    }

    double alphaOfAShare() {
      return shares.size() == 2 ? alpha : alpha / shares.size();
    }

    ExactCourse.Test test(double share) {
      return new ExactCourse.Test(share, effect, alphaOfAShare(), power, max);
    }
  }
}
