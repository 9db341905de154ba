package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.stats.SequentialShares.Decision;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequentialSharesTest {

  private static final int RUNS = 100_000;

  @Test
  void twoGroupsAtTheirShares_areFailedAtMostAsOftenAsAlphaSays() {
    Map<Decision, Integer> seen = simulate(quarter(0.2, 1e-2, 0.99), RUNS, 0.25, 0.75);

    assertThat(rate(seen, Decision.DEVIATES)).isBetween(1e-3, 1e-2);
    assertThat(rate(seen, Decision.TRUNCATED)).isZero();
  }

  @Test
  void twoGroupsAtTheirShares_withASmallerAlpha_areFailedLessOften() {
    Map<Decision, Integer> seen = simulate(quarter(0.2, 1e-3, 0.99), RUNS, 0.25, 0.75);

    assertThat(rate(seen, Decision.DEVIATES)).isBetween(5e-5, 1e-3);
  }

  @Test
  void twoGroupsOffByTheEffect_upwards_areMissedAtMostAsOftenAsThePowerLeaves() {
    Map<Decision, Integer> seen = simulate(quarter(0.2, 1e-3, 0.99), RUNS, 0.45, 0.55);

    assertThat(rate(seen, Decision.CONFORMS)).isBetween(5e-4, 1e-2);
  }

  @Test
  void twoGroupsOffByTheEffect_downwards_areMissedAtMostAsOftenAsThePowerLeaves() {
    Map<Decision, Integer> seen = simulate(quarter(0.2, 1e-3, 0.99), RUNS, 0.05, 0.95);

    assertThat(rate(seen, Decision.CONFORMS)).isBetween(5e-4, 1e-2);
  }

  @Test
  void twoGroupsOffByMoreThanTheEffect_areMissedLessOften() {
    Map<Decision, Integer> seen = simulate(quarter(0.2, 1e-3, 0.99), 20_000, 0.55, 0.45);

    assertThat(rate(seen, Decision.CONFORMS)).isLessThan(5e-4);
  }

  @Test
  void threeGroupsAtTheirShares_areFailedAtMostAsOftenAsAlphaSays() {
    Map<Decision, Integer> seen =
        simulate(thirds(0.3, 1e-2, 0.99), RUNS, 1.0 / 3, 1.0 / 3, 1.0 / 3);

    assertThat(rate(seen, Decision.DEVIATES)).isBetween(1e-3, 1e-2);
  }

  @Test
  void threeGroupsOfWhichTheLastIsOff_areMissedAtMostAsOftenAsThePowerLeaves() {
    double rest = (1 - 1.0 / 3 - 0.3) / 2;
    Map<Decision, Integer> seen =
        simulate(thirds(0.3, 1e-3, 0.99), RUNS, rest, rest, 1.0 / 3 + 0.3);

    assertThat(rate(seen, Decision.CONFORMS)).isLessThan(1e-2);
    assertThat(rate(seen, Decision.DEVIATES)).isGreaterThan(0.98);
  }

  @Test
  void flagshipTest_atTheWeights_needsAboutWhatTheLiteratureSays() {
    // 70/30, 5 points, alpha 1e-6, power 0.999: about 1,600 (lessons from other suites, computed).
    int expected =
        SequentialShares.of(shares(0.7, 0.3), Effect.points(0.05), 1e-6, 0.999, 20_000)
            .expectedObservations();

    assertThat(expected).isBetween(1_400, 1_800);
  }

  @Test
  void expectedObservations_isTheMeanOfRunsAtTheShares() {
    SequentialShares plan = quarter(0.2, 1e-3, 0.99);
    SplittableRandom random = new SplittableRandom(11);
    double total = 0;
    for (int run = 0; run < 2_000; run++) {
      total += run(plan.fresh(), random, 0.25, 0.75).observations();
    }

    assertThat((double) plan.expectedObservations()).isCloseTo(total / 2_000, within(5.0));
    assertThat(plan.expectedObservations()).isEqualTo(plan.expectedObservations());
    assertThat(plan.observations()).isZero();
  }

  @Test
  void expectedObservations_ofUnequalGroups_isTheMeanOfRunsAtTheShares() {
    SequentialShares plan =
        SequentialShares.of(shares(0.2, 0.3, 0.5), Effect.points(0.15), 1e-3, 0.99, 100_000);
    SplittableRandom random = new SplittableRandom(11);
    double total = 0;
    for (int run = 0; run < 2_000; run++) {
      total += run(plan.fresh(), random, 0.2, 0.3, 0.5).observations();
    }

    assertThat((double) plan.expectedObservations()).isCloseTo(total / 2_000, within(15.0));
  }

  @Test
  void deviationThatSoFewWouldHaveShown_isFoundOutAsSurelyAsSaid_upwardsAndDownwards() {
    SequentialShares plan =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.1), 1e-3, 0.999, 200);
    SequentialShares seen = plan.fresh();
    for (int i = 0; i < 200; i++) {
      seen.add(i % 2 == 0 ? "a" : "b");
    }
    assertThat(seen.decision()).isEqualTo(Decision.TRUNCATED);
    double deviation = seen.deviationSeen(0.999).orElseThrow();

    assertThat(deviation).isBetween(0.15, 0.3);
    for (double real : new double[] {0.5 + deviation, 0.5 - deviation}) {
      Map<Decision, Integer> found = simulate(plan, RUNS, real, 1 - real);
      assertThat(rate(found, Decision.DEVIATES)).isGreaterThan(0.9987);
      assertThat(rate(found, Decision.CONFORMS)).isLessThan(1e-4);
    }
  }

  @Test
  void tooFewObservations_wouldHaveShownNoDeviation() {
    SequentialShares test = quarter(0.05, 1e-7, 0.999);
    assertThat(test.deviationSeen(0.999)).isEmpty();
    test.add("a");
    assertThat(test.deviationSeen(0.999)).isEmpty();
  }

  @Test
  void evidence_reachesItsBoundary_exactlyWhereTheMixtureSays() {
    // An effect of 1/4 on 1/2 is the deviation of a beta(1.5, 1.5) distribution. After n hits the
    // mixture stands at 2^n B(1.5 + n, 1.5) / B(1.5, 1.5): 18.99 after 8, 32.80 after 9; alpha 0.05
    // needs 20.
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 1_000);

    for (int i = 1; i <= 8; i++) {
      assertThat(test.add("a")).isEqualTo(Decision.CONTINUE);
    }
    assertThat(test.add("a")).isEqualTo(Decision.DEVIATES);
    assertThat(test.observations()).isEqualTo(9);
  }

  @Test
  void alternatingGroups_conform_exactlyWhereWaldsFormulaSays() {
    // Each pair adds ln 1.5 + ln 0.5 = -0.2877 to both ratios. The power asks for ln 0.1 = -2.3026:
    // 8 pairs (-2.3015) are just too few for "more of a", which is lowest after a whole pair.
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 1_000);
    int added = 0;
    while (test.decision() == Decision.CONTINUE) {
      test.add(added % 2 == 0 ? "a" : "b");
      added++;
    }

    assertThat(test.decision()).isEqualTo(Decision.CONFORMS);
    assertThat(added).isEqualTo(18);
    assertThat(test.count("a")).isEqualTo(9);
  }

  @Test
  void division_thatSupportsNeitherAnswer_isTruncated() {
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 5);

    for (int i = 0; i < 4; i++) {
      assertThat(test.add("a")).isEqualTo(Decision.CONTINUE);
    }
    assertThat(test.add("b")).isEqualTo(Decision.TRUNCATED);
  }

  @Test
  void decisionOnTheLastObservation_isNotTruncated() {
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 9);
    for (int i = 0; i < 9; i++) {
      test.add("a");
    }

    assertThat(test.decision()).isEqualTo(Decision.DEVIATES);
  }

  @Test
  void decision_onceMade_standsWhateverFollows() {
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 1_000);
    for (int i = 0; i < 9; i++) {
      test.add("a");
    }
    for (int i = 0; i < 100; i++) {
      test.add("b");
    }

    assertThat(test.decision()).isEqualTo(Decision.DEVIATES);
    assertThat(test.observations()).isEqualTo(9);
    assertThat(test.count("b")).isZero();
  }

  @Test
  void fresh_startsAgainWithTheSameQuestion() {
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 1_000);
    for (int i = 0; i < 10; i++) {
      test.add("a");
    }

    SequentialShares again = test.fresh();

    assertThat(again.observations()).isZero();
    assertThat(again.decision()).isEqualTo(Decision.CONTINUE);
    assertThat(again.expectedShares()).isEqualTo(test.expectedShares());
  }

  @Test
  void looks_comeAfterEverySoManyObservationsAndAfterTheLast() {
    SequentialShares test =
        SequentialShares.of(shares(0.5, 0.5), Effect.points(0.25), 0.05, 0.9, 14).lookingEvery(10);

    for (int i = 1; i <= 9; i++) {
      assertThat(test.add("a")).isEqualTo(Decision.CONTINUE);
    }
    assertThat(test.fresh().lookingEvery(9).decision()).isEqualTo(Decision.CONTINUE);
    assertThat(test.add("a")).isEqualTo(Decision.DEVIATES);

    SequentialShares undecided = test.fresh();
    for (int i = 1; i < 14; i++) {
      assertThat(undecided.add(i % 2 == 0 ? "a" : "b")).isEqualTo(Decision.CONTINUE);
    }
    assertThat(undecided.add("a")).isEqualTo(Decision.TRUNCATED);
    assertThatThrownBy(() -> test.lookingEvery(0)).hasMessageContaining("at least 1 observation");
  }

  @Test
  void unknownGroup_isRefused() {
    SequentialShares test = quarter(0.05, 1e-3, 0.9);

    assertThatThrownBy(() -> test.add("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no group c, only [a, b]");
    assertThatThrownBy(() -> test.count("c")).hasMessageContaining("no group c");
  }

  @Test
  void questionsThatCannotBeAsked_areRefused() {
    assertRefused(shares(1.0), 0.1, 0.1, 0.9, 9, "at least two groups");
    assertRefused(shares(0.5, 0.4), 0.1, 0.1, 0.9, 9, "sum to 1");
    assertRefused(shares(0.01, 0.99), 0.01, 0.1, 0.9, 9, "choose a smaller effect");
    assertRefused(shares(1.0, 0.0), 0.1, 0.1, 0.9, 9, "must be above 0");
    assertRefused(shares(0.5, 0.5), 0.1, 0, 0.9, 9, "alpha and power must lie between 0 and 1");
    assertRefused(shares(0.5, 0.5), 0.1, 1, 0.9, 9, "alpha and power must lie between 0 and 1");
    assertRefused(shares(0.5, 0.5), 0.1, 0.1, 0, 9, "alpha and power must lie between 0 and 1");
    assertRefused(shares(0.5, 0.5), 0.1, 0.1, 1, 9, "alpha and power must lie between 0 and 1");
    assertRefused(shares(0.5, 0.5), 0.1, 0.1, 0.9, 0, "must be at least 1, is 0");
  }

  private static void assertRefused(
      Map<String, Double> shares, double effect, double alpha, double power, int max, String why) {
    assertThatThrownBy(() -> SequentialShares.of(shares, Effect.points(effect), alpha, power, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static SequentialShares quarter(double effect, double alpha, double power) {
    return SequentialShares.of(shares(0.25, 0.75), Effect.points(effect), alpha, power, 100_000);
  }

  private static SequentialShares thirds(double effect, double alpha, double power) {
    return SequentialShares.of(
        shares(1.0 / 3, 1.0 / 3, 1.0 / 3), Effect.points(effect), alpha, power, 100_000);
  }

  private static Map<String, Double> shares(double... shares) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (double share : shares) {
      named.put(String.valueOf((char) ('a' + named.size())), share);
    }
    return named;
  }

  private static double rate(Map<Decision, Integer> seen, Decision decision) {
    int all = seen.values().stream().mapToInt(Integer::intValue).sum();
    return (double) seen.getOrDefault(decision, 0) / all;
  }

  private static Map<Decision, Integer> simulate(SequentialShares plan, int runs, double... real) {
    SplittableRandom random = new SplittableRandom(7);
    Map<Decision, Integer> seen = new EnumMap<>(Decision.class);
    for (int run = 0; run < runs; run++) {
      seen.merge(run(plan.fresh(), random, real).decision(), 1, Integer::sum);
    }
    return seen;
  }

  private static SequentialShares run(
      SequentialShares test, SplittableRandom random, double... real) {
    List<String> groups = List.copyOf(test.expectedShares().keySet());
    while (test.decision() == Decision.CONTINUE) {
      double left = random.nextDouble();
      int group = 0;
      while (group < real.length - 1 && left >= real[group]) {
        left -= real[group];
        group++;
      }
      test.add(groups.get(group));
    }
    return test;
  }
}
