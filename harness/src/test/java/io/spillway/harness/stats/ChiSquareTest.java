package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
