package io.spillway.router.bench;

import java.util.List;
import java.util.Optional;

/**
 * How a subject compares with others: one number for each round, as one.
 *
 * <p>The interval is that of the sign test: it lies between two of the rounds' own numbers, and
 * says nothing of how they are distributed. It is as narrow as it can be while it holds the true
 * median with a probability of at least {@value #LEAST_CONFIDENCE}, which takes five rounds; with
 * fewer it is the whole range, and nothing is decided.
 *
 * @param median the middle number, or the mean of the two in the middle
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param rounds how many rounds there are numbers of, at least 1
 * @param confidence the probability with which the interval holds the true median, 0 to below 1
 */
record Comparison(double median, double low, double high, int rounds, double confidence) {

  private static final double LEAST_CONFIDENCE = 0.9;

  /** On which side of a limit the true median lies. */
  enum Side {
    BELOW,
    ABOVE,
    /** The interval holds the limit, or there are too few rounds. */
    UNDECIDED
  }

  /** {@return what the rounds say together, or nothing if there are none} */
  static Optional<Comparison> of(List<Double> byRound) {
    List<Double> sorted = byRound.stream().sorted().toList();
    int rounds = sorted.size();
    return Results.Summary.of(sorted)
        .map(
            summary -> {
              int outside = 0; // so many numbers are left out at each end
              while (confidence(rounds, outside + 1) >= LEAST_CONFIDENCE) {
                outside++;
              }
              return new Comparison(
                  summary.median(),
                  sorted.get(outside),
                  sorted.get(rounds - 1 - outside),
                  rounds,
                  confidence(rounds, outside));
            });
  }

  /** The probability that more than {@code outside} of the numbers lie on either side of it. */
  private static double confidence(int rounds, int outside) {
    double ways = 1;
    double tail = 0;
    for (int below = 0; below <= outside; below++) {
      tail += ways;
      ways = ways * (rounds - below) / (below + 1);
    }
    return Math.max(0, 1 - 2 * tail / Math.pow(2, rounds));
  }

  /** {@return on which side of a limit the true median lies, as far as the rounds tell} */
  Side sideOf(double limit) {
    if (confidence < LEAST_CONFIDENCE || (low <= limit && limit <= high)) {
      return Side.UNDECIDED;
    }
    return high < limit ? Side.BELOW : Side.ABOVE;
  }
}
