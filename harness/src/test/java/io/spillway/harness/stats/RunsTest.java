package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {

  private static final int RUNS = 100_000;
  private static final double LEVEL = 1e-3;

  private final Map<Runs, Double> pValues = new HashMap<>();

  @Test
  void sequence_isCountedInStretches() {
    Runs runs = Runs.of(true, true, false, true, false, false, false);

    assertThat(runs).isEqualTo(new Runs(3, 4, 4, 3));
  }

  @Test
  void probabilities_areThoseOfEveryOrderCounted() {
    for (int n = 2; n <= 12; n++) {
      int[][] byHitsAndRuns = new int[n + 1][n + 2];
      int[] byHits = new int[n + 1];
      for (int bits = 1; bits < (1 << n) - 1; bits++) {
        Runs seen = Runs.of(sequence(bits, n));
        byHitsAndRuns[seen.hits()][seen.runs()]++;
        byHits[seen.hits()]++;
      }
      for (int hits = 1; hits < n; hits++) {
        double fewer = 0;
        int most = 2 * Math.min(hits, n - hits) + (2 * hits == n ? 0 : 1);
        for (int runs = 2; runs <= most; runs++) {
          double here = (double) byHitsAndRuns[hits][runs] / byHits[hits];
          fewer += here;
          Runs of = new Runs(hits, n - hits, runs, 1);
          String what = hits + " of " + n + " in " + runs;
          assertThat(of.pFewer()).as(what).isCloseTo(fewer, within(1e-10));
          assertThat(of.pMore()).as(what).isCloseTo(1 - fewer + here, within(1e-10));
          assertThat(of.pValue())
              .as(what)
              .isCloseTo(Math.min(1, 2 * Math.min(fewer, 1 - fewer + here)), within(1e-9));
        }
      }
    }
  }

  private static boolean[] sequence(int bits, int n) {
    boolean[] sequence = new boolean[n];
    for (int i = 0; i < n; i++) {
      sequence[i] = (bits >> i & 1) == 1;
    }
    return sequence;
  }

  /** Swed and Eisenhart, Tables for testing randomness of grouping (1943), 2.5 % on each side. */
  @ParameterizedTest(name = "{0} and {1}: {2} or fewer, {3} or more")
  @CsvSource({"5, 5, 2, 10", "10, 10, 6, 16", "12, 12, 7, 19", "20, 20, 14, 28"})
  void criticalValues_areThePublishedOnes(int hits, int misses, int few, int many) {
    assertThat(new Runs(hits, misses, few, 1).pFewer()).isLessThanOrEqualTo(0.025);
    assertThat(new Runs(hits, misses, few + 1, 1).pFewer()).isGreaterThan(0.025);
    assertThat(new Runs(hits, misses, many, 1).pMore()).isLessThanOrEqualTo(0.025);
    assertThat(new Runs(hits, misses, many - 1, 1).pMore()).isGreaterThan(0.025);
  }

  /** Orders of one half and of one quarter; how many hits there are is left to chance as well. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.25})
  void pValue_ofRandomOrders_isSmallNoOftenerThanItSays(double share) {
    SplittableRandom random = new SplittableRandom(1940);
    int small = 0;
    for (int run = 0; run < RUNS; run++) {
      boolean[] order = new boolean[100];
      for (int i = 0; i < order.length; i++) {
        order[i] = random.nextDouble() < share;
      }
      small += pValue(order) <= LEVEL ? 1 : 0;
    }

    assertThat(Binomials.interval(small, RUNS, 0.99).low()).isPositive().isLessThan(LEVEL);
    assertThat(small).isLessThanOrEqualTo(Binomials.acceptanceRegion(RUNS, LEVEL, 1e-6).high());
  }

  /** As large a dependence as {@code randomness} says of so many connections that it is told. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void dependenceThatIsStated_isToldFromChance(int direction) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    boolean[] order = new boolean[100];
    double dependence =
        (normal.inverseSurvivalProbability(LEVEL / 2) + normal.inverseCumulativeProbability(0.999))
            / Math.sqrt(order.length);
    SplittableRandom random = new SplittableRandom(1946);
    int missed = 0;
    for (int run = 0; run < RUNS; run++) {
      order[0] = random.nextBoolean();
      for (int i = 1; i < order.length; i++) {
        boolean repeats = random.nextDouble() < (1 + direction * dependence) / 2;
        order[i] = repeats == order[i - 1];
      }
      missed += pValue(order) <= LEVEL ? 0 : 1;
    }

    assertThat(missed).isLessThanOrEqualTo(Binomials.acceptanceRegion(RUNS, 1e-3, 1e-6).high());
  }

  /** The same numbers come again and again, so each is worked out once. */
  private double pValue(boolean... order) {
    Runs seen = Runs.of(order);
    return pValues.computeIfAbsent(
        new Runs(seen.hits(), seen.misses(), seen.runs(), 1), Runs::pValue);
  }

  @Test
  void longSequences_areExactToo() {
    // By the normal law with its correction for whole numbers, far from the tails.
    Runs runs = new Runs(1_000, 3_000, 1_470, 9);
    double mean = 1 + 2.0 * 1_000 * 3_000 / 4_000;
    double deviation = Math.sqrt((mean - 1) * (mean - 2) / 3_999);
    double normal = NormalDistribution.of(mean, deviation).cumulativeProbability(1_470.5);

    assertThat(runs.pFewer()).isCloseTo(normal, within(2e-3));
  }

  @Test
  void routerThatTakesTurns_makesTooManyRunsAndOneThatSticksTooFew() {
    boolean[] turns = new boolean[60];
    boolean[] sticks = new boolean[60];
    for (int i = 0; i < 60; i++) {
      turns[i] = i % 2 == 0;
      sticks[i] = i < 30;
    }

    assertThat(Runs.of(turns).pMore()).isLessThan(1e-15);
    assertThat(Runs.of(turns).pFewer()).isCloseTo(1, within(1e-9));
    assertThat(Runs.of(sticks).pFewer()).isLessThan(1e-15);
    assertThat(Runs.of(sticks).longest()).isEqualTo(30);
  }

  @Test
  void runsThatNoSequenceHas_areRefused() {
    assertThatThrownBy(() -> Runs.of(true, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("where both values occur: 2 and 0");
    assertThatThrownBy(Runs::of).hasMessageContaining("0 and 0");
    assertThatThrownBy(() -> new Runs(2, 2, 5, 1)).hasMessageContaining("make 2 to 4 runs, not 5");
    assertThatThrownBy(() -> new Runs(2, 3, 1, 1)).hasMessageContaining("make 2 to 5 runs, not 1");
    assertThatThrownBy(() -> new Runs(2, 3, 3, 4)).hasMessageContaining("is 4 long");
  }
}
