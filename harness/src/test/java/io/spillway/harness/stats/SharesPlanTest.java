package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesPlanTest {

  private static final double ALPHA = 1e-6;
  private static final double POWER = 0.999;

  @Test
  void seventyThirty_needsWhatTheLiteratureSays() {
    // 70/30, 5 points, alpha 1e-6, power 0.999: about 5,500 (lessons from other suites, computed).
    assertThat(plan(0.7, 0.3).observations(Effect.points(0.05))).isBetween(5_300, 5_700);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({"0.3, 400", "0.3, 5500", "0.25, 1000", "0.5, 2000", "0.1, 900"})
  void foundOut_areTheNearestSharesThatLeaveTheRegionWithJustThePower(double share, int n) {
    SharesPlan plan = plan(share, 1 - share);
    Binomials.Region region = plan.region("a", n);
    Binomials.Interval found = plan.foundOut("a", n).orElseThrow();

    BinomialDistribution expected = BinomialDistribution.of(n, share);
    double outside =
        expected.cumulativeProbability(region.low() - 1)
            + expected.survivalProbability(region.high());
    assertThat(outside).isLessThanOrEqualTo(ALPHA);
    assertThat(BinomialDistribution.of(n, found.low()).cumulativeProbability(region.low() - 1))
        .isCloseTo(POWER, within(1e-6));
    assertThat(BinomialDistribution.of(n, found.high()).survivalProbability(region.high()))
        .isCloseTo(POWER, within(1e-6));
    assertThat(plan.effect(n).orElseThrow())
        .isCloseTo(Math.max(share - found.low(), found.high() - share), within(1e-6));
  }

  @Test
  void observations_areEnoughAndFewerThanTwoPercentLessAreNot() {
    SharesPlan plan = plan(0.25, 0.75);
    int n = plan.observations(Effect.points(0.1));

    assertThat(plan.effect(n).orElseThrow()).isLessThanOrEqualTo(0.1);
    for (int fewer = 1; fewer < n * 0.98; fewer++) {
      assertThat(plan.effect(fewer).orElse(1)).as("%d", fewer).isGreaterThan(0.1);
    }
  }

  @Test
  void severalGroups_divideAlpha() {
    SharesPlan plan = plan(0.2, 0.2, 0.2, 0.2, 0.2);

    assertThat(plan.region("c", 500)).isEqualTo(Binomials.acceptanceRegion(500, 0.2, ALPHA / 5));
    assertThat(plan.observations(Effect.points(0.05)))
        .isGreaterThan(plan(0.2, 0.8).observations(Effect.points(0.05)));
  }

  @Test
  void smallShare_isFoundOutByAFactor() {
    SharesPlan plan = plan(0.01, 0.99);
    Effect effect = new Effect(0.05, 2);
    int n = plan.observations(effect);

    assertThat(n).isBetween(15_000, 30_000);
    assertThat(plan.foundOut("a", n).orElseThrow().low()).isGreaterThanOrEqualTo(0.005);
    assertThat(plan.foundOut("a", n).orElseThrow().high()).isLessThanOrEqualTo(0.02);
  }

  @Test
  void sampleThatAcceptsNone_findsNoLossOut() {
    SharesPlan plan = plan(0.01, 0.99);

    assertThat(plan.region("a", 100).low()).isZero();
    assertThat(plan.foundOut("a", 100)).isEmpty();
    assertThat(plan.effect(100)).isEmpty();
  }

  @Test
  void plansThatCannotBeMade_areRefused() {
    assertThatThrownBy(() -> plan(1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least two shares");
    assertThatThrownBy(() -> plan(0.5, 0.4)).hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> plan(1.0, 0.0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new SharesPlan(Map.of("a", 0.5, "b", 0.5), 0, POWER))
        .hasMessageContaining("alpha and power");
    assertThatThrownBy(() -> plan(0.5, 0.5).region("x", 9)).hasMessageContaining("no group x");
    assertThatThrownBy(() -> plan(0.5, 0.5).observations(Effect.points(1e-6)))
        .hasMessageContaining("choose a larger effect");
  }

  private static SharesPlan plan(double... shares) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (double share : shares) {
      named.put(String.valueOf((char) ('a' + named.size())), share);
    }
    return new SharesPlan(named, ALPHA, POWER);
  }
}
