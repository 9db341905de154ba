package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class BinomialsTest {

  @Test
  void interval_ofAPublishedExample_isThePublishedOne() {
    // R's manual of binom.test, after Conover (1971): 682 of 925.
    Binomials.Interval interval = Binomials.interval(682, 925, 0.95);

    assertThat(interval.low()).isCloseTo(0.7076683, within(5e-8));
    assertThat(interval.high()).isCloseTo(0.7654066, within(5e-8));
  }

  @Test
  void interval_ofNoneAndOfAll_reachesTheEnds() {
    assertThat(Binomials.interval(0, 10, 0.95).low()).isZero();
    assertThat(Binomials.interval(0, 10, 0.95).high()).isCloseTo(0.3084971, within(5e-8));
    assertThat(Binomials.interval(10, 10, 0.95).low()).isCloseTo(0.6915029, within(5e-8));
    assertThat(Binomials.interval(10, 10, 0.95).high()).isEqualTo(1);
  }

  @Test
  void interval_ofEveryOutcome_coversTheShareAtLeastAsOftenAsItSays() {
    int n = 30;
    for (double share = 0.01; share < 1; share += 0.01) {
      BinomialDistribution distribution = BinomialDistribution.of(n, share);
      double covered = 0;
      for (int k = 0; k <= n; k++) {
        Binomials.Interval interval = Binomials.interval(k, n, 0.9);
        if (interval.low() <= share && share <= interval.high()) {
          covered += distribution.probability(k);
        }
      }
      assertThat(covered).as("share %s", share).isGreaterThanOrEqualTo(0.9);
    }
  }

  @Test
  void pValue_ofAPublishedExample_isThePublishedOne() {
    assertThat(Binomials.pValue(682, 925, 0.75)).isCloseTo(0.3825, within(5e-5));
  }

  @Test
  void pValue_isTheSumOverOutcomesNoLikelierThanTheOneSeen() {
    for (double share : new double[] {0.03, 0.25, 1.0 / 3, 0.5, 0.9}) {
      for (int n : new int[] {1, 2, 7, 12, 40}) {
        for (int k = 0; k <= n; k++) {
          assertThat(Binomials.pValue(k, n, share))
              .as("%d of %d for %s", k, n, share)
              .isCloseTo(enumerated(k, n, share), within(1e-9));
        }
      }
    }
  }

  private static double enumerated(int k, int n, double share) {
    double seen = probability(k, n, share);
    double sum = 0;
    for (int other = 0; other <= n; other++) {
      double probability = probability(other, n, share);
      if (probability <= seen * (1 + 1e-7)) {
        sum += probability;
      }
    }
    return Math.min(1, sum);
  }

  /** By the definition, without a library. */
  private static double probability(int k, int n, double share) {
    double probability = Math.pow(share, k) * Math.pow(1 - share, n - k);
    for (int i = 1; i <= k; i++) {
      probability *= (double) (n - k + i) / i;
    }
    return probability;
  }

  @Test
  void acceptanceRegion_isTheSmallestWithAtMostHalfOfAlphaOnEachSide() {
    for (double share : new double[] {0.1, 0.25, 0.5}) {
      for (int n : new int[] {1, 5, 40, 200}) {
        for (double alpha : new double[] {0.1, 1e-3, 1e-7}) {
          Binomials.Region region = Binomials.acceptanceRegion(n, share, alpha);
          BinomialDistribution of = BinomialDistribution.of(n, share);
          String what = n + " at " + share + " with " + alpha + ": " + region;
          assertThat(of.cumulativeProbability(region.low() - 1))
              .as(what)
              .isLessThanOrEqualTo(alpha / 2);
          assertThat(of.cumulativeProbability(region.low())).as(what).isGreaterThan(alpha / 2);
          assertThat(of.survivalProbability(region.high())).as(what).isLessThanOrEqualTo(alpha / 2);
          assertThat(of.survivalProbability(region.high() - 1)).as(what).isGreaterThan(alpha / 2);
        }
      }
    }
  }

  @Test
  void acceptanceRegion_ofAPublishedTable_isThePublishedOne() {
    // The two-sided sign test at 5 % with n = 20 rejects 5 and fewer, 15 and more.
    Binomials.Region region = Binomials.acceptanceRegion(20, 0.5, 0.05);

    assertThat(region).isEqualTo(new Binomials.Region(6, 14));
    assertThat(region.contains(5)).isFalse();
    assertThat(region.contains(6)).isTrue();
    assertThat(region.contains(14)).isTrue();
    assertThat(region.contains(15)).isFalse();
  }

  @Test
  void acceptanceRegion_ofACertainOutcome_holdsItAlone() {
    assertThat(Binomials.acceptanceRegion(7, 1, 0.01)).isEqualTo(new Binomials.Region(7, 7));
    assertThat(Binomials.acceptanceRegion(7, 0, 0.01)).isEqualTo(new Binomials.Region(0, 0));
  }

  @Test
  void boundOfNone_isTheShareThatHidesWithJustTheRestOfThePower() {
    double bound = Binomials.boundOfNone(50, 0.999);

    assertThat(Math.pow(1 - bound, 50)).isCloseTo(0.001, within(1e-12));
    assertThat(bound).isCloseTo(0.1290, within(5e-5));
  }

  @Test
  void boundOfNone_isThatOfPublishedSampleSizes() {
    // The sample of 59 that finds 5 % with 95 %: Wilks, Determination of sample sizes (1941).
    assertThat(Binomials.boundOfNone(59, 0.95)).isLessThanOrEqualTo(0.05);
    assertThat(Binomials.boundOfNone(58, 0.95)).isGreaterThan(0.05);
  }

  @Test
  void boundOfNone_ofMany_isTheLogarithmOverTheirNumber() {
    assertThat(Binomials.boundOfNone(1_000_000, 0.999))
        .isCloseTo(Math.log(1000) / 1_000_000, within(1e-10));
  }

  @Test
  void atMost_isTheShareThatShowsSoFewSuccessesWithJustTheRestOfTheConfidence() {
    for (int k = 1; k < 30; k++) {
      double bound = Binomials.atMost(k, 30, 0.999);

      assertThat(BinomialDistribution.of(30, bound).cumulativeProbability(k))
          .as("%d of 30", k)
          .isCloseTo(0.001, within(1e-9));
    }
  }

  @Test
  void atMost_ofNoneAndOfAll_isTheBoundAndTheEnd() {
    assertThat(Binomials.atMost(0, 50, 0.999)).isEqualTo(Binomials.boundOfNone(50, 0.999));
    assertThat(Binomials.atMost(50, 50, 0.999)).isEqualTo(1);
  }

  @Test
  void foundOutBelow_isTheShareThatMissesTheLeastCountWithJustThePower() {
    double share = Binomials.foundOutBelow(10, 40, 0.999);

    assertThat(BinomialDistribution.of(40, share).cumulativeProbability(9))
        .isCloseTo(0.999, within(1e-7));
  }

  @Test
  void pMore_isTheSumOverSoManySuccessesOrMore() {
    for (double share : new double[] {0.1, 0.5, 0.8}) {
      double sum = 0;
      for (int k = 12; k >= 0; k--) {
        sum += probability(k, 12, share);
        assertThat(Binomials.pMore(k, 12, share)).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @Test
  void leastMore_ofAPublishedTable_isThePublishedOne() {
    // The one-sided sign test at 5 %: 15 of 20; at 1 %: 16 of 20; at 0.1 %: 10 of 10.
    assertThat(Binomials.leastMore(20, 0.5, 0.05)).hasValue(15);
    assertThat(Binomials.leastMore(20, 0.5, 0.01)).hasValue(16);
    assertThat(Binomials.leastMore(10, 0.5, 0.001)).hasValue(10);
    assertThat(Binomials.leastMore(9, 0.5, 0.001)).isEmpty();
  }

  @Test
  void leastMore_isTheFirstThatAlphaAllows() {
    for (int n : new int[] {1, 7, 40, 300}) {
      for (double alpha : new double[] {0.05, 1e-7}) {
        for (int k = 0; k <= n; k++) {
          boolean enough = Binomials.pMore(k, n, 0.5) <= alpha;
          int least = Binomials.leastMore(n, 0.5, alpha).orElse(n + 1);
          assertThat(k >= least).as("%d of %d", k, n).isEqualTo(enough);
        }
      }
    }
  }

  @Test
  void foundOutAbove_isTheShareThatReachesTheLeastCountWithJustThePower() {
    double share = Binomials.foundOutAbove(30, 40, 0.999);

    assertThat(BinomialDistribution.of(40, share).survivalProbability(29))
        .isCloseTo(0.999, within(1e-7));
    assertThat(share).isCloseTo(1 - Binomials.foundOutBelow(11, 40, 0.999), within(1e-9));
  }

  @Test
  void countsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> Binomials.interval(3, 2, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("successes must lie between 0 and n, and n be at least 1: 3 of 2");
    assertThatThrownBy(() -> Binomials.pValue(-1, 2, 0.5)).hasMessageContaining("-1 of 2");
    assertThatThrownBy(() -> Binomials.acceptanceRegion(0, 0.5, 0.1))
        .hasMessageContaining("0 of 0");
    assertThatThrownBy(() -> Binomials.boundOfNone(0, 0.9)).hasMessageContaining("0 of 0");
    assertThatThrownBy(() -> Binomials.atMost(3, 2, 0.9)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Binomials.foundOutBelow(3, 2, 0.9)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Binomials.foundOutAbove(3, 2, 0.9)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Binomials.pMore(3, 2, 0.9)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Binomials.leastMore(0, 0.5, 0.9)).hasMessageContaining("0 of 0");
  }

  @Test
  void probabilitiesThatAreNone_areRefused() {
    assertThatThrownBy(() -> Binomials.interval(1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confidence must lie between 0 and 1, is 1.0");
    assertThatThrownBy(() -> Binomials.acceptanceRegion(1, 0.5, 0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> Binomials.atMost(1, 2, 1)).hasMessageContaining("confidence");
    assertThatThrownBy(() -> Binomials.boundOfNone(1, Double.NaN)).hasMessageContaining("power");
    assertThatThrownBy(() -> Binomials.foundOutBelow(1, 2, 1)).hasMessageContaining("power");
    assertThatThrownBy(() -> Binomials.foundOutAbove(1, 2, 1)).hasMessageContaining("power");
    assertThatThrownBy(() -> Binomials.leastMore(1, 0.5, 0)).hasMessageContaining("alpha");
  }
}
