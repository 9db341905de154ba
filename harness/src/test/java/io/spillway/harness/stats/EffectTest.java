package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectTest {

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @CsvSource({
    "0.5, 0.45, 0.55, false",
    "0.3, 0.25, 0.35, false",
    "0.7, 0.65, 0.75, false",
    "0.1, 0.05, 0.15, false",
    "0.9, 0.85, 0.95, false",
    "0.08, 0.04, 0.16, true",
    "0.01, 0.005, 0.02, true",
    "0.99, 0.98, 0.995, true"
  })
  void fivePointsOrAFactorOfTwo_isWhateverTheShareAsksFor(
      double share, double low, double high, boolean factor) {
    Effect effect = new Effect(0.05, 2);

    assertThat(effect.around(share).low()).isCloseTo(low, within(1e-12));
    assertThat(effect.around(share).high()).isCloseTo(high, within(1e-12));
    assertThat(effect.isFactorFor(share)).isEqualTo(factor);
  }

  @Test
  void shareOfOneInTen_countsInPointsHoweverItIsRounded() {
    assertThat(new Effect(0.05, 2).isFactorFor(1 - 0.9)).isFalse();
    assertThat(new Effect(0.05, 2).isFactorFor(1 / 10.0)).isFalse();
  }

  @Test
  void points_areMeantHoweverSmallTheShareIs() {
    assertThat(Effect.points(0.05).isFactorFor(0.06)).isFalse();
    assertThat(Effect.points(0.05).around(0.06).low()).isCloseTo(0.01, within(1e-12));
    assertThatThrownBy(() -> Effect.points(0.05).around(0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose a smaller effect");
    assertThatThrownBy(() -> Effect.points(0.05).around(0.95))
        .hasMessageContaining("share of 0.95");
  }

  @Test
  void deviationsThatAreNone_areRefused() {
    assertThatThrownBy(() -> Effect.points(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0 and below 1 (0.05 is 5 points), is 0.0");
    assertThatThrownBy(() -> Effect.points(1)).hasMessageContaining("is 1.0");
    assertThatThrownBy(() -> Effect.points(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Effect(0.05, 1)).hasMessageContaining("factor must be above 1");
    assertThatThrownBy(() -> new Effect(0.4, 2).around(0.5)).hasMessageContaining("factor of 2.0");
  }
}
