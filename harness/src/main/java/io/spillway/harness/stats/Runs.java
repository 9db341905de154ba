package io.spillway.harness.stats;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * The runs of a sequence of two values: stretches of the same value. A router that cycles makes
 * more of them than chance, one that sticks makes fewer.
 *
 * <p>Probabilities are those of the test of Wald and Wolfowitz (On a test whether two samples are
 * from the same population, 1940): given how often each value stands in the sequence, every order
 * is equally likely. They are exact for every length.
 *
 * @param hits how often the first value stands in the sequence, at least 1
 * @param misses how often the second does, at least 1
 * @param runs how many stretches there are, from 2 to {@code 2 * min(hits, misses) + 1}
 * @param longest how long the longest stretch is
 */
public record Runs(int hits, int misses, int runs, int longest) {

  /** Refuses counts that no sequence has. */
  public Runs {
    if (hits < 1 || misses < 1) {
      throw new IllegalArgumentException(
          "runs are compared with chance where both values occur: %d and %d"
              .formatted(hits, misses));
    }
    if (runs < 2 || runs > most(hits, misses)) {
      throw new IllegalArgumentException(
          "%d and %d values make 2 to %d runs, not %d"
              .formatted(hits, misses, most(hits, misses), runs));
    }
    if (longest < 1 || longest > Math.max(hits, misses)) {
      throw new IllegalArgumentException(
          "no run of %d and %d values is %d long".formatted(hits, misses, longest));
    }
  }

  /**
   * Counts the runs of a sequence.
   *
   * @param sequence for each observation, in order, whether it had the first value
   * @return its runs
   * @throws IllegalArgumentException if the sequence does not hold both values
   */
  public static Runs of(boolean... sequence) {
    int hits = 0;
    int runs = 0;
    int longest = 0;
    int length = 0;
    for (int i = 0; i < sequence.length; i++) {
      hits += sequence[i] ? 1 : 0;
      boolean same = i > 0 && sequence[i] == sequence[i - 1];
      runs += same ? 0 : 1;
      length = same ? length + 1 : 1;
      longest = Math.max(longest, length);
    }
    return new Runs(hits, sequence.length - hits, runs, longest);
  }

  /** {@return the probability of so few runs or fewer: small for a router that sticks} */
  public double pFewer() {
    return sum(2, runs);
  }

  /** {@return the probability of so many runs or more: small for a router that cycles} */
  public double pMore() {
    return sum(runs, most(hits, misses));
  }

  /** {@return the two-sided p-value: twice the smaller of the two, at most 1} */
  public double pValue() {
    return Math.min(1, 2 * Math.min(pFewer(), pMore()));
  }

  private static int most(int hits, int misses) {
    return 2 * Math.min(hits, misses) + (hits == misses ? 0 : 1);
  }

  private double sum(int from, int to) {
    if (hits + misses == 2) {
      return 1;
    }
    IntToDoubleFunction probability = probability();
    return Math.min(1, IntStream.rangeClosed(from, to).mapToDouble(probability).sum());
  }

  /**
   * The probability of so many runs. A sequence begins and ends with different values or with the
   * same; given these two, the first value's stretches are a choice of places between its other
   * occurrences, and so are the second's: hypergeometric numbers.
   */
  private IntToDoubleFunction probability() {
    double n = hits + misses;
    double pairs = n * (n - 1);
    HypergeometricDistribution differ = choose(hits - 1, misses - 1, misses - 1);
    return number -> {
      int half = number / 2;
      if (number % 2 == 0) {
        return 2.0 * hits * misses / pairs * differ.probability(half - 1);
      }
      double ofHits =
          hits < 2
              ? 0
              : hits
                  * (hits - 1.0)
                  / pairs
                  * choose(hits - 1, misses - 1, misses).probability(half);
      double ofMisses =
          misses < 2
              ? 0
              : misses
                  * (misses - 1.0)
                  / pairs
                  * choose(misses - 1, hits - 1, hits).probability(half);
      return ofHits + ofMisses;
    };
  }

  private static HypergeometricDistribution choose(int successes, int failures, int sample) {
    return HypergeometricDistribution.of(successes + failures, successes, sample);
  }
}
