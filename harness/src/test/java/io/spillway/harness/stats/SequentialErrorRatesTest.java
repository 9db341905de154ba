package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.stats.SequentialShares.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.LogBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The error rates that {@link SequentialShares} promises, where it is used: alpha 1e-7 and power
 * 0.999. Worked out exactly for one share; a division over more groups spends at most the sum of
 * its groups.
 */
class SequentialErrorRatesTest {

  private static final double ALPHA = 1e-7;
  private static final double POWER = 0.999;
  private static final Effect EFFECT = new Effect(0.05, 2);

  @ParameterizedTest(name = "{0}: {1}, at worst {2}")
  @CsvSource({
    "0.5, 1919, 5978, 20000",
    "0.3, 1614, 5059, 20000",
    "0.25, 1443, 4548, 20000",
    "0.1, 711, 2420, 20000",
    "0.01, 4218, 15642, 40000"
  })
  void atTheExpectedShare_falseFailsAreRarerThanAlphaAndNoRunIsLeftWithoutAnswer(
      double share, int mean, int worst, int max) {
    ExactCourse course = new ExactCourse.Test(share, EFFECT, ALPHA, POWER, max).at(share);

    assertThat(course.deviates()).isBetween(0.5 * ALPHA, 0.7 * ALPHA);
    assertThat(course.truncated()).isLessThan(1e-7);
    assertThat(course.mean()).isCloseTo(mean, within(0.6));
    assertThat(course.worst()).isEqualTo(worst);
  }

  @ParameterizedTest(name = "{0} off to {1}: {2}, at worst {3}")
  @CsvSource({
    "0.5, 0.55, 3585, 8125, 20000",
    "0.3, 0.35, 3113, 7119, 20000",
    "0.25, 0.30, 2816, 6461, 20000",
    "0.1, 0.15, 1488, 3487, 20000",
    "0.1, 0.05, 1066, 2251, 20000",
    "0.01, 0.02, 4716, 11329, 40000",
    "0.01, 0.005, 11456, 24453, 40000"
  })
  void offByTheEffect_isFoundOutWithThePowerPromised(
      double share, double real, int mean, int worst, int max) {
    ExactCourse course = new ExactCourse.Test(share, EFFECT, ALPHA, POWER, max).at(real);

    assertThat(course.deviates()).isGreaterThanOrEqualTo(POWER);
    assertThat(course.truncated()).isLessThan(1e-7);
    assertThat(course.mean()).isCloseTo(mean, within(0.6));
    assertThat(course.worst()).isEqualTo(worst);
  }

  @ParameterizedTest(name = "{0} groups")
  @CsvSource({"3", "5"})
  void severalEqualGroups_spendAlphaTogether(int groups) {
    double share = 1.0 / groups;
    ExactCourse one = new ExactCourse.Test(share, EFFECT, ALPHA / groups, POWER, 20_000).at(share);

    assertThat(groups * one.deviates()).isBetween(0.5 * ALPHA, 0.7 * ALPHA);
    assertThat(groups * one.truncated()).isLessThan(1e-7);
  }

  @Test
  void halfOfTheEffect_hasAnAnswerWithinTwentyThousand() {
    ExactCourse course = new ExactCourse.Test(0.3, EFFECT, ALPHA, POWER, 20_000).at(0.325);

    assertThat(course.truncated()).isLessThan(1e-6);
    assertThat(course.deviates()).isBetween(0.4, 0.5);
    assertThat(course.mean()).isCloseTo(6_761, within(0.6));
  }

  @Test
  void twiceTheEffect_isFoundOutFast() {
    ExactCourse course = new ExactCourse.Test(0.3, EFFECT, ALPHA, POWER, 20_000).at(0.4);

    assertThat(course.conforms()).isLessThan(1e-8);
    assertThat(course.mean()).isCloseTo(832, within(0.6));
  }

  /**
   * A hundred thousand runs show no false fail of 1e-7, whatever they do. So they are drawn from
   * the mixture itself (each observation as the ones before make it likely), under which fails are
   * common, and each counts by so much less as it is likelier there than at the expected shares.
   */
  @Test
  void tiltedRuns_meetTheExactProbabilityOfAFalseFail() {
    double share = 0.3;
    Effect effect = Effect.points(0.2);
    SequentialShares plan = SequentialShares.of(shares("3", "7"), effect, ALPHA, POWER, 20_000);
    double prior = share * (1 - share) / 0.04 - 1;
    SplittableRandom random = new SplittableRandom(17);
    int runs = 100_000;
    double sum = 0;
    double squares = 0;
    for (int run = 0; run < runs; run++) {
      SequentialShares test = plan.fresh();
      while (test.decision() == Decision.CONTINUE) {
        double next = (prior * share + test.count("g0")) / (prior + test.observations());
        test.add(random.nextDouble() < next ? "g0" : "g1");
      }
      if (test.decision() == Decision.DEVIATES) {
        double weight = Math.exp(-evidence(test, share, prior));
        sum += weight;
        squares += weight * weight;
      }
    }
    double rate = sum / runs;
    double error = Math.sqrt((squares / runs - rate * rate) / runs);
    double exact = new ExactCourse.Test(share, effect, ALPHA, POWER, 20_000).at(share).deviates();

    assertThat(error).isLessThan(exact / 100);
    assertThat(rate).isCloseTo(exact, within(4 * error));
    assertThat(rate + 4 * error).isLessThan(ALPHA);
  }

  @Test
  void simulatedRuns_takeTheExactCourse() {
    Effect effect = Effect.points(0.2);
    ExactCourse.Test exact = new ExactCourse.Test(0.3, effect, 0.01, 0.99, 200);
    SequentialShares plan = SequentialShares.of(shares("3", "7"), effect, 0.01, 0.99, 200);
    for (double real : new double[] {0.3, 0.5}) {
      ExactCourse course = exact.at(real);
      Map<Decision, Integer> seen = new EnumMap<>(Decision.class);
      SplittableRandom random = new SplittableRandom(23);
      int runs = 100_000;
      long observations = 0;
      for (int run = 0; run < runs; run++) {
        SequentialShares test = plan.fresh();
        while (test.decision() == Decision.CONTINUE) {
          test.add(random.nextDouble() < real ? "g0" : "g1");
        }
        seen.merge(test.decision(), 1, Integer::sum);
        observations += test.observations();
      }
      String what = "a real share of " + real;
      assertRate(seen.getOrDefault(Decision.DEVIATES, 0), runs, course.deviates(), what);
      assertRate(seen.getOrDefault(Decision.CONFORMS, 0), runs, course.conforms(), what);
      assertRate(seen.getOrDefault(Decision.TRUNCATED, 0), runs, course.truncated(), what);
      assertThat((double) observations / runs)
          .as(what)
          .isCloseTo(course.mean(), within(course.mean() / 100));
    }
  }

  /** The count lies where the exact probability puts all but one in a million of such runs. */
  private static void assertRate(int count, int runs, double exact, String what) {
    Binomials.Region region = Binomials.acceptanceRegion(runs, Math.min(1, exact), 1e-6);
    assertThat(count).as(what).isBetween(region.low(), region.high());
  }

  private static double evidence(SequentialShares test, double share, double prior) {
    int in = test.count("g0");
    int out = test.observations() - in;
    double a = prior * share;
    double b = prior * (1 - share);
    return LogBeta.value(a + in, b + out)
        - LogBeta.value(a, b)
        - in * Math.log(share)
        - out * Math.log(1 - share);
  }

  @ParameterizedTest(name = "weights {0}")
  @CsvSource({"25 75", "1 1", "1 1 1", "1 1 1 1 1", "70 30", "1 9", "1 99", "3 2 1", "50 30 20"})
  void routerThatDealsOutItsWeightsEvenly_conformsWhereverItsCycleStands(String weights) {
    List<Integer> cycle = smooth(weights.split(" "));
    for (int start = 0; start < cycle.size(); start++) {
      assertConforms(weights, cycle, start, 1);
    }
  }

  @ParameterizedTest(name = "weights {0}")
  @CsvSource({"25 75", "1 1 1", "70 30", "1 99", "50 30 20", "90 10"})
  void routerThatDealsOutItsWeightsInBlocks_conformsWhereTheTestLooksAtWholeCycles(String weights) {
    List<Integer> cycle = blocks(weights.split(" "));
    for (int start = 0; start < cycle.size(); start += 7) {
      assertConforms(weights, cycle, start, cycle.size());
    }
  }

  private static void assertConforms(
      String weights, List<Integer> cycle, int start, int lookEvery) {
    SequentialShares test =
        SequentialShares.of(shares(weights.split(" ")), EFFECT, ALPHA, POWER, 20_000)
            .lookingEvery(lookEvery);
    for (int i = start; test.decision() == Decision.CONTINUE; i++) {
      test.add("g" + cycle.get(i % cycle.size()));
    }
    assertThat(test.decision()).as("%s from %d", weights, start).isEqualTo(Decision.CONFORMS);
    assertThat(test.observations()).isLessThan(4_500);
  }

  private static Map<String, Double> shares(String... weights) {
    double sum = Arrays.stream(weights).mapToDouble(Double::parseDouble).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String weight : weights) {
      shares.put("g" + shares.size(), Double.parseDouble(weight) / sum);
    }
    return shares;
  }

  /** Smooth weighted round robin, as nginx has it: the group that is furthest behind is next. */
  private static List<Integer> smooth(String... weights) {
    int[] weight = Arrays.stream(weights).mapToInt(Integer::parseInt).toArray();
    int sum = Arrays.stream(weight).sum();
    int[] due = new int[weight.length];
    List<Integer> cycle = new ArrayList<>();
    while (cycle.size() < sum) {
      int next = 0;
      for (int group = 0; group < weight.length; group++) {
        due[group] += weight[group];
        next = due[group] > due[next] ? group : next;
      }
      due[next] -= sum;
      cycle.add(next);
    }
    return cycle;
  }

  private static List<Integer> blocks(String... weights) {
    List<Integer> cycle = new ArrayList<>();
    for (int group = 0; group < weights.length; group++) {
      cycle.addAll(Collections.nCopies(Integer.parseInt(weights[group]), group));
    }
    return cycle;
  }
}
