package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoinTossesTest {

  private static final int RUNS = 100_000;
  private static final double FIVE_SIGMA = 5;

  /** Of one coin: three tails in a row. Of two: all but 0 tails (1/4) and 1 tail (2/8). */
  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 1, 0.5", "3, 1, 0.125", "1, 2, 0.75", "2, 2, 0.5"})
  void probability_isThatOfEnumeration(int tails, int coins, double probability) {
    assertThat(CoinTosses.atLeast(tails, coins)).isCloseTo(probability, within(1e-12));
  }

  /** Feller 1968, VI.8: the sum of the terms C(k + n - 1, k) / 2^(k + n). */
  @ParameterizedTest
  @CsvSource({"5, 3", "35, 2", "78, 20", "106, 40"})
  void probability_isThatOfTheNegativeBinomialTerms(int tails, int coins) {
    double below = 0;
    double term = Math.pow(0.5, coins);
    for (int k = 0; k < tails; k++) {
      below += term;
      term *= (k + coins) / (2.0 * (k + 1));
    }
    assertThat(CoinTosses.atLeast(tails, coins)).isCloseTo(1 - below, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"2, 0.001, 0.999", "20, 0.001, 0.999", "40, 0.001, 0.999"})
  void lostTosses_areFoundOutAsOftenAsPromised_andFairCoinsAreNotAccused(
      int coins, double alpha, double power) {
    int lost = CoinTosses.foundOutFrom(coins, alpha, power);
    SplittableRandom random = new SplittableRandom(7);
    int accused = 0;
    int missed = 0;
    for (int run = 0; run < RUNS; run++) {
      int tails = 0;
      for (int coin = 0; coin < coins; coin++) {
        while (random.nextBoolean()) {
          tails++;
        }
      }
      accused += CoinTosses.atLeast(tails, coins) <= alpha ? 1 : 0;
      missed += CoinTosses.atLeast(tails + lost * coins, coins) <= alpha ? 0 : 1;
    }
    assertThat(accused).isLessThanOrEqualTo(most(alpha));
    assertThat(missed).isLessThanOrEqualTo(most(1 - power));
  }

  @Test
  void moreCoins_findOutFewerLostTosses() {
    double alpha = 1e-11;
    assertThat(CoinTosses.foundOutFrom(2, alpha, 0.999))
        .isGreaterThan(CoinTosses.foundOutFrom(20, alpha, 0.999))
        .isGreaterThan(15);
    assertThat(CoinTosses.foundOutFrom(40, alpha, 0.999)).isLessThanOrEqualTo(3);
  }

  @Test
  void badArguments_areNamed() {
    assertThatThrownBy(() -> CoinTosses.atLeast(1, 0)).hasMessage("coins must be at least 1, is 0");
    assertThatThrownBy(() -> CoinTosses.atLeast(-1, 1))
        .hasMessage("tails must be at least 0, is -1");
    assertThatThrownBy(() -> CoinTosses.foundOutFrom(1, 0, 0.9))
        .hasMessage("alpha must be above 0 and below 1, is 0.0");
    assertThatThrownBy(() -> CoinTosses.foundOutFrom(1, 0.1, 1))
        .hasMessage("power must be above 0 and below 1, is 1.0");
  }

  private static int most(double probability) {
    double mean = RUNS * probability;
    return (int) Math.ceil(mean + FIVE_SIGMA * Math.sqrt(mean));
  }
}
