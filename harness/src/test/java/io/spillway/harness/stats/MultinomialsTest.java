package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultinomialsTest {

  private static final double[] THIRDS = {1.0 / 3, 1.0 / 3, 1.0 / 3};

  @Test
  void divisions_areCountedAsStarsAndBars() {
    assertThat(Multinomials.divisions(3, 2)).isEqualTo(4);
    assertThat(Multinomials.divisions(10, 3)).isEqualTo(66);
    assertThat(Multinomials.divisions(100, 5)).isEqualTo(4_598_126);
  }

  @Test
  void exactPValue_ofTwoGroups_isThatOfAPublishedBinomialExample() {
    // Conover, Practical nonparametric statistics (1971), as in R's binom.test.
    assertThat(Multinomials.exactPValue(new int[] {682, 243}, new double[] {0.75, 0.25}))
        .isCloseTo(0.3825, within(5e-5));
  }

  @Test
  void exactPValue_isTheSumOverAllSequencesOfTrials() {
    double[] shares = {0.5, 0.3, 0.2};
    for (int a = 0; a <= 7; a++) {
      for (int b = 0; a + b <= 7; b++) {
        int[] counts = {a, b, 7 - a - b};
        assertThat(Multinomials.exactPValue(counts, shares))
            .as("%d %d", a, b)
            .isCloseTo(bySequences(counts, shares), within(1e-10));
      }
    }
  }

  /** Every one of the 3^7 sequences of seven trials, by the definition. */
  private static double bySequences(int[] seen, double[] shares) {
    double[][] byDivision = new double[8][8];
    for (int code = 0; code < 2_187; code++) {
      int[] counts = new int[3];
      double probability = 1;
      for (int rest = code, trial = 0; trial < 7; trial++, rest /= 3) {
        counts[rest % 3]++;
        probability *= shares[rest % 3];
      }
      byDivision[counts[0]][counts[1]] += probability;
    }
    double sum = 0;
    for (double[] row : byDivision) {
      for (double probability : row) {
        sum += probability <= byDivision[seen[0]][seen[1]] * (1 + 1e-7) ? probability : 0;
      }
    }
    return sum;
  }

  @Test
  void exactPValue_ofTooManyDivisions_isRefusedWithARemedy() {
    int[] counts = {40, 40, 40, 40, 40};
    double[] fifths = {0.2, 0.2, 0.2, 0.2, 0.2};

    assertThatThrownBy(() -> Multinomials.exactPValue(counts, fifths))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200 trials in 5 groups")
        .hasMessageContaining("conservativePValue");
    assertThat(Multinomials.pValue(counts, fifths))
        .isEqualTo(Multinomials.conservativePValue(counts, fifths));
    assertThat(Multinomials.pValue(new int[] {5, 4, 3}, THIRDS))
        .isEqualTo(Multinomials.exactPValue(new int[] {5, 4, 3}, THIRDS));
  }

  @Test
  void conservativePValue_isSmallNoOftenerThanItSays() {
    // Exact: every division of 30 trials over three groups, with its probability.
    for (double level : new double[] {0.05, 1e-3, 1e-6}) {
      double conservative = 0;
      double exact = 0;
      for (int a = 0; a <= 30; a++) {
        for (int b = 0; a + b <= 30; b++) {
          int[] counts = {a, b, 30 - a - b};
          double probability = probability(counts);
          conservative +=
              Multinomials.conservativePValue(counts, THIRDS) <= level ? probability : 0;
          exact += Multinomials.exactPValue(counts, THIRDS) <= level ? probability : 0;
        }
      }
      assertThat(conservative).isLessThanOrEqualTo(level).isGreaterThan(level / 20);
      assertThat(exact).isLessThanOrEqualTo(level).isGreaterThan(level / 3);
    }
  }

  private static double probability(int[] counts) {
    double probability = Math.pow(3, -30);
    int placed = 0;
    for (int count : counts) {
      for (int i = 1; i <= count; i++) {
        placed++;
        probability *= (double) placed / i;
      }
    }
    return probability;
  }

  @Test
  void intervals_coverAllSharesAtOnceAtLeastAsOftenAsTheySay() {
    double[] shares = {0.2, 0.3, 0.5};
    SplittableRandom random = new SplittableRandom(5);
    Binomials.Interval[] known = intervalsByCount(40, 0.9, 3);
    int covered = 0;
    int runs = 100_000;
    for (int run = 0; run < runs; run++) {
      int[] counts = new int[3];
      for (int trial = 0; trial < 40; trial++) {
        double left = random.nextDouble();
        counts[left < 0.2 ? 0 : left < 0.5 ? 1 : 2]++;
      }
      boolean all = true;
      for (int group = 0; group < 3; group++) {
        Binomials.Interval interval = known[counts[group]];
        all &= interval.low() <= shares[group] && shares[group] <= interval.high();
      }
      covered += all ? 1 : 0;
    }

    assertThat(Binomials.interval(covered, runs, 0.999999).low()).isGreaterThan(0.9);
  }

  private static Binomials.Interval[] intervalsByCount(int n, double confidence, int groups) {
    Binomials.Interval[] known = new Binomials.Interval[n + 1];
    for (int count = 0; count <= n; count++) {
      int[] counts = new int[groups];
      counts[0] = count;
      counts[1] = n - count;
      known[count] = Multinomials.intervals(counts, confidence).get(0);
    }
    return known;
  }

  @Test
  void intervals_ofTwoGroups_mirrorEachOtherAndNeedNoCorrection() {
    List<Binomials.Interval> both = Multinomials.intervals(new int[] {7, 33}, 0.99);

    assertThat(both.get(0)).isEqualTo(Binomials.interval(7, 40, 0.99));
    assertThat(both.get(1).low()).isCloseTo(1 - both.get(0).high(), within(1e-12));
  }

  @Test
  void divisionsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {1}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least two groups");
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {0, 0}, new double[] {0.5, 0.5}))
        .hasMessageContaining("one trial or more");
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {2, -1}, new double[] {0.5, 0.5}))
        .hasMessageContaining("no count below 0");
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {2, 1}, new double[] {0.5, 0.4}))
        .hasMessageContaining("sum of 1");
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {2, 1}, new double[] {1, 0}))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> Multinomials.pValue(new int[] {2, 1}, THIRDS))
        .hasMessageContaining("each of the 2 groups");
  }
}
