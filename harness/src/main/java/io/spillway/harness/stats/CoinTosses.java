package io.spillway.harness.stats;

/**
 * Fair coins that are tossed until each has shown heads once: how many tails there are before.
 *
 * <p>The tails of {@code n} coins are negative binomial (Feller 1968, VI.8), and at least {@code k}
 * of them come exactly where the first {@code k + n - 1} tosses show {@code k} tails or more, which
 * makes them a matter of {@link Binomials}. Pure functions.
 */
public final class CoinTosses {

  private static final double FAIR = 0.5;

  private CoinTosses() {}

  /**
   * The probability of so many tails or more.
   *
   * @param tails of all coins together, at least 0
   * @param coins at least 1
   * @return a probability
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static double atLeast(int tails, int coins) {
    requireCoins(coins);
    if (tails < 0) {
      throw new IllegalArgumentException("tails must be at least 0, is " + tails);
    }
    return tails == 0 ? 1 : Binomials.pMore(tails, Math.addExact(tails, coins - 1), FAIR);
  }

  /**
   * The smallest number of tosses that must be lost before every coin begins, so that with this
   * power all tails together are too many for the coins alone.
   *
   * @param coins at least 1
   * @param alpha the probability of a false alarm, above 0 and below 1
   * @param power the probability of finding it out, above 0 and below 1
   * @return tosses lost by each coin, at least 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static int foundOutFrom(int coins, double alpha, double power) {
    requireCoins(coins);
    requireProbability("alpha", alpha);
    requireProbability("power", power);
    int tooMany = 1;
    while (atLeast(tooMany, coins) > alpha) {
      tooMany++;
    }
    int lost = 1;
    while (atLeast(Math.max(0, tooMany - lost * coins), coins) < power) {
      lost++;
    }
    return lost;
  }

  private static void requireCoins(int coins) {
    if (coins < 1) {
      throw new IllegalArgumentException("coins must be at least 1, is " + coins);
    }
  }

  private static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be above 0 and below 1, is " + value);
    }
  }
}
