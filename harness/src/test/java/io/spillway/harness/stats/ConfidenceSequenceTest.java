package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceSequenceTest {

  /** Its ends solve (n + 1) P(successes) = 0.01; with no success in n that is (n + 1)(1 - p)^n. */
  @ParameterizedTest
  @CsvSource({"1", "10", "1000"})
  void endsOfWhatNeverHappened_areThoseOfTheFormula(int n) {
    double high = 1 - Math.pow(0.01 / (n + 1), 1.0 / n);

    assertThat(ConfidenceSequence.interval(0, n, 0.99).low()).isZero();
    assertThat(ConfidenceSequence.interval(0, n, 0.99).high()).isCloseTo(high, within(1e-12));
    assertThat(ConfidenceSequence.interval(n, n, 0.99).low()).isCloseTo(1 - high, within(1e-12));
    assertThat(ConfidenceSequence.interval(n, n, 0.99).high()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "30, 100", "250, 1000", "999, 1000"})
  void interval_isWiderThanThatOfAPlannedSample_byLessThanTwice(int successes, int n) {
    Binomials.Interval planned = Binomials.interval(successes, n, 0.99);
    Binomials.Interval any = ConfidenceSequence.interval(successes, n, 0.99);

    assertThat(any.low()).isLessThanOrEqualTo(planned.low());
    assertThat(any.high()).isGreaterThanOrEqualTo(planned.high());
    assertThat(any.high() - any.low()).isLessThan(2 * (planned.high() - planned.low()));
  }

  /** All courses of 12 trials, weighed with their probabilities. */
  @ParameterizedTest
  @CsvSource({"0.5", "0.3", "0.05"})
  void trueShare_isMissedByAnyOfTheIntervals_noMoreOftenThanPromised_byEnumeration(double share) {
    int n = 12;
    double missed = 0;
    for (int course = 0; course < 1 << n; course++) {
      int all = Integer.bitCount(course);
      missed += misses(course, n, share) ? Math.pow(share, all) * Math.pow(1 - share, n - all) : 0;
    }

    assertThat(missed).isLessThanOrEqualTo(0.2);
  }

  @Test
  void trueShare_isMissedByAnyOfTheIntervals_noMoreOftenThanPromised_bySimulation() {
    SplittableRandom random = new SplittableRandom(739118);
    int runs = 100_000;
    int trials = 300;
    double share = 0.3;
    // Ends are found once for each count; a run only looks them up.
    boolean[][] misses = new boolean[trials + 1][trials + 1];
    for (int n = 1; n <= trials; n++) {
      for (int successes = 0; successes <= n; successes++) {
        Binomials.Interval interval = ConfidenceSequence.interval(successes, n, 0.99);
        misses[n][successes] = share < interval.low() || share > interval.high();
      }
    }
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      int successes = 0;
      for (int n = 1; n <= trials; n++) {
        successes += random.nextDouble() < share ? 1 : 0;
        if (misses[n][successes]) {
          missed++;
          break;
        }
      }
    }

    assertThat(missed).as("of %d runs", runs).isPositive();
    assertThat(Binomials.interval(missed, runs, 0.99).high()).isLessThanOrEqualTo(0.01);
  }

  @Test
  void badArguments_areRefused() {
    assertThatThrownBy(() -> ConfidenceSequence.interval(2, 1, 0.99))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConfidenceSequence.interval(0, 0, 0.99))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConfidenceSequence.interval(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confidence");
  }

  private static boolean misses(int course, int n, double share) {
    int successes = 0;
    for (int i = 0; i < n; i++) {
      successes += course >> i & 1;
      Binomials.Interval interval = ConfidenceSequence.interval(successes, i + 1, 0.8);
      if (share < interval.low() || share > interval.high()) {
        return true;
      }
    }
    return false;
  }
}
