package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChiSquareTest {

  @Test
  void mendelsPeas_haveTheirPublishedFigures() {
    // Mendel, 1866: 556 peas for 9:3:3:1; the statistic stands in every textbook.
    ChiSquare fit =
        ChiSquare.of(
            new int[] {315, 101, 108, 32}, new double[] {9 / 16.0, 3 / 16.0, 3 / 16.0, 1 / 16.0});

    assertThat(fit.statistic()).isCloseTo(0.470, within(5e-4));
    assertThat(fit.degrees()).isEqualTo(3);
    assertThat(fit.pValue()).isCloseTo(0.9254, within(5e-5));
  }

  @Test
  void twentyFifteenTwentyFive_haveTheFiguresOfTheManualOfR() {
    ChiSquare fit = ChiSquare.of(new int[] {20, 15, 25}, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0});

    assertThat(fit.statistic()).isCloseTo(2.5, within(1e-9));
    assertThat(fit.pValue()).isCloseTo(0.2865, within(5e-5));
  }

  /** The statistic is no more than nearly chi-square distributed: hence the tenth. */
  @Test
  void pValue_isSmallAsOftenAsItSays_andMostlyWhereAShareIsOffByATenth() {
    SplittableRandom random = new SplittableRandom(739118);
    double[] thirds = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    double[] off = {1 / 3.0 + 0.1, 1 / 3.0 - 0.05, 1 / 3.0 - 0.05};
    int runs = 100_000;
    int called = 0;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      called += ChiSquare.of(counts(random, thirds, 300), thirds).pValue() <= 0.01 ? 1 : 0;
      missed += ChiSquare.of(counts(random, off, 300), thirds).pValue() <= 0.01 ? 0 : 1;
    }

    assertThat((double) called / runs).isCloseTo(0.01, within(0.001));
    // The noncentrality is 300 (0.1² + 0.05² + 0.05²) / (1/3) = 13.5, with two degrees of freedom.
    assertThat((double) missed / runs).isCloseTo(0.215, within(0.03));
  }

  private static int[] counts(SplittableRandom random, double[] shares, int n) {
    int[] counts = new int[shares.length];
    for (int i = 0; i < n; i++) {
      double toss = random.nextDouble();
      counts[toss < shares[0] ? 0 : toss < shares[0] + shares[1] ? 1 : 2]++;
    }
    return counts;
  }

  @Test
  void smallExpectedCount_isRefusedWithARemedy() {
    assertThatThrownBy(() -> ChiSquare.of(new int[] {49, 0}, new double[] {0.9, 0.1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5.0 or more in each group; group 1 has 4.9")
        .hasMessageContaining("Multinomials");
    assertThat(ChiSquare.of(new int[] {25, 25}, new double[] {0.9, 0.1}).statistic())
        .isGreaterThan(80);
  }

  @Test
  void groupsThatDoNotMatch_areRefused() {
    assertThatThrownBy(() -> ChiSquare.of(new int[] {50}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two or more groups");
    assertThatThrownBy(() -> ChiSquare.of(new int[] {50, 50}, new double[] {0.5, 0.4}))
        .hasMessageContaining("sum of 1");
    assertThatThrownBy(() -> ChiSquare.of(new int[] {50, 50, 1}, new double[] {0.5, 0.5}))
        .hasMessageContaining("each with a count and a share");
  }
}
