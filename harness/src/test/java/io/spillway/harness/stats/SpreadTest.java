package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final int RUNS = 100_000;

  @Test
  void quarterOfForty_leavesCoinsWithoutAnswerNowAndThen() {
    Spread spread = new Spread(40, 0.25, 1e-7);

    assertThat(spread.least()).isEqualTo(10);
    assertThat(spread.certain()).isEqualTo(4);
    assertThat(spread.isDecisive()).isFalse();
    // Both tails, 4 to 9 of 40: (C(40,4) + ... + C(40,9)) / 2^39.
    double ways = 91_390.0 + 658_008 + 3_838_380 + 18_643_560 + 76_904_685 + 273_438_880;
    assertThat(leftOpen(spread)).isCloseTo(ways / (1L << 39), within(1e-12));
  }

  @Test
  void coins_areCalledAViolationAtMostWithAlpha() {
    for (int n = 1; n <= 200; n++) {
      Spread spread = new Spread(n, 0.25, 1e-3);
      double tail = BinomialDistribution.of(n, 0.5).cumulativeProbability(spread.certain() - 1);
      assertThat(2 * tail).as("%d", n).isLessThanOrEqualTo(1e-3);
      assertThat(spread.certain()).isLessThanOrEqualTo(spread.least());
    }
  }

  @Test
  void simulatedCoins_areCalledAViolationAndLeftOpenAsOftenAsSaid() {
    Spread spread = new Spread(40, 0.25, 1e-2);
    SplittableRandom random = new SplittableRandom(40);
    int called = 0;
    int open = 0;
    for (int run = 0; run < RUNS; run++) {
      int first = Long.bitCount(random.nextLong() >>> 24);
      int fewest = Math.min(first, 40 - first);
      called += fewest < spread.certain() ? 1 : 0;
      open += fewest >= spread.certain() && fewest < spread.least() ? 1 : 0;
    }

    assertThat(called)
        .isPositive()
        .isLessThanOrEqualTo(Binomials.acceptanceRegion(RUNS, 1e-2, 1e-6).high());
    Binomials.Region said = Binomials.acceptanceRegion(RUNS, leftOpen(spread), 1e-6);
    assertThat(open).isBetween(said.low(), said.high());
  }

  @Test
  void pathWithTheShareThatIsStated_isCalledAViolationAlmostEveryTime() {
    Spread spread = new Spread(200, 0.25, 1e-7);
    double share = Binomials.foundOutBelow(spread.certain(), 200, 0.999);
    SplittableRandom random = new SplittableRandom(200);
    int missed = 0;
    for (int run = 0; run < RUNS; run++) {
      int there = 0;
      for (int i = 0; i < 200; i++) {
        there += random.nextDouble() < share ? 1 : 0;
      }
      missed += there < spread.certain() ? 0 : 1;
    }

    Binomials.Region said = Binomials.acceptanceRegion(RUNS, 1e-3, 1e-6);
    assertThat(missed).isBetween(said.low(), said.high());
  }

  @Test
  void decisiveFrom_isTheFirstOfAllThatLeaveNothingOpen() {
    for (double alpha : new double[] {1e-3, 1e-7}) {
      int n = Spread.decisiveFrom(0.25, alpha);

      assertThat(new Spread(n - 1, 0.25, alpha).isDecisive()).isFalse();
      for (int more = n; more < 4 * n; more++) {
        assertThat(new Spread(more, 0.25, alpha).isDecisive()).as("%d", more).isTrue();
      }
    }
    assertThat(Spread.decisiveFrom(0.25, 1e-7)).isBetween(90, 125);
  }

  @Test
  void sharesThatAreNone_areRefused() {
    assertThatThrownBy(() -> new Spread(40, 0.5, 1e-7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 1/2, is 0.5");
    assertThatThrownBy(() -> new Spread(40, 0, 1e-7)).hasMessageContaining("is 0.0");
    assertThatThrownBy(() -> new Spread(0, 0.25, 1e-7)).hasMessageContaining("0 of 0");
    assertThatThrownBy(() -> new Spread(40, 0.25, 1)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> Spread.decisiveFrom(0.4999, 1e-7)).hasMessageContaining("too near");
  }

  /** How often coins leave the verdict open. */
  private static double leftOpen(Spread spread) {
    BinomialDistribution coins = BinomialDistribution.of(spread.n(), 0.5);
    return 2 * coins.probability(spread.certain() - 1, spread.least() - 1);
  }
}
