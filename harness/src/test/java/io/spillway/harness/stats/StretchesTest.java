package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StretchesTest {

  @ParameterizedTest
  @CsvSource({"40, 1e-3", "160, 1e-3", "400, 1e-2"})
  void coins_areCalledAViolationNoOftenerThanPromised(int n, double alpha) {
    Stretches stretches = new Stretches(n, 40, 0.25, alpha);
    SplittableRandom random = new SplittableRandom(739118);
    int tosses = 100_000;
    int called = 0;
    for (int i = 0; i < tosses; i++) {
      called += stretches.worst(coins(random, n)).isPresent() ? 1 : 0;
    }

    assertThat(Binomials.interval(called, tosses, 0.99).high())
        .as("%d of %d", called, tosses)
        .isLessThan(alpha);
  }

  /** The share that {@code spill-threshold} says is found out, by the windows alone. */
  @ParameterizedTest
  @CsvSource({"40, 1e-3", "160, 1e-3"})
  void pathWithTheShareThatIsStated_isFoundOutAlmostEveryTime(int n, double alpha) {
    Stretches stretches = new Stretches(n, 40, 0.25, alpha);
    double share = Binomials.foundOutBelow(stretches.certain(), 40, 0.999);
    SplittableRandom random = new SplittableRandom(739119);
    int runs = 100_000;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      List<Boolean> sequence = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        sequence.add(random.nextDouble() < share);
      }
      missed += stretches.worst(sequence).isPresent() ? 0 : 1;
    }

    assertThat(share).isBetween(0.01, 0.25);
    assertThat(missed).isLessThanOrEqualTo(Binomials.acceptanceRegion(runs, 1e-3, 1e-6).high());
  }

  @Test
  void plateauThatIsStated_isFoundOutWhereverItSitsAmongCoins() {
    Stretches stretches = new Stretches(120, 40, 0.25, 1e-3);
    SplittableRandom random = new SplittableRandom(739120);
    for (int run = 0; run < 100_000; run++) {
      List<Boolean> sequence = coins(random, 120);
      int from = random.nextInt(120 - stretches.plateau() + 1);
      for (int i = from; i < from + stretches.plateau(); i++) {
        sequence.set(i, run % 2 == 0);
      }
      assertThat(stretches.worst(sequence).isPresent()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 3", "12, 5", "16, 4"})
  void plateau_isLongerThanCoinsMakeOne_byEnumerationOfAllSequences(int n, int window) {
    double alpha = 0.4;
    Stretches stretches = new Stretches(n, window, 0.25, alpha);
    int plateau = stretches.plateau();
    int with = 0;
    for (int bits = 0; bits < 1 << n; bits++) {
      with += longestRun(bits, n) >= plateau ? 1 : 0;
    }

    assertThat((double) with / (1 << n)).isLessThanOrEqualTo(alpha / 2);
  }

  @Test
  void plateauOfFortyConnections_isFoundAnywhereInARampOfTwelveHundredCoins() {
    double alphaOfARamp = 0.9 * 0.7 / 2 * 1e-6 / 106;
    Stretches stretches = new Stretches(1_150, 40, 0.25, alphaOfARamp);
    List<Boolean> coins = coins(new SplittableRandom(739118), 1_150);
    assertThat(stretches.worst(coins)).isEmpty();
    for (int from : List.of(0, 17, 409, 1_110)) {
      List<Boolean> sequence = new ArrayList<>(coins);
      for (int i = from; i < from + 40; i++) {
        sequence.set(i, true);
      }

      assertThat(stretches.worst(sequence))
          .hasValueSatisfying(
              worst -> {
                assertThat(worst.from()).isBetween(from - 10, from);
                assertThat(worst.length()).isGreaterThanOrEqualTo(40);
              });
    }
  }

  @Test
  void pathThatGetsATenth_isFoundThoughNoRunIsLong() {
    List<Boolean> sequence = level(400);
    for (int i = 200; i < 400; i++) {
      sequence.set(i, i % 10 == 0);
    }

    assertThat(new Stretches(400, 40, 0.25, 1e-8).worst(sequence))
        .hasValueSatisfying(
            worst -> {
              assertThat(worst.from()).isGreaterThanOrEqualTo(160);
              assertThat(worst.fewest()).isLessThan(worst.least());
            });
  }

  @Test
  void sequenceThatIsNoWorkOfChance_mustKeepTheShareInEveryStretch() {
    Stretches strict = Stretches.withoutChance(400, 40, 0.25);
    List<Boolean> sequence = level(400);
    for (int i = 201; i < 231; i++) {
      sequence.set(i, true);
    }

    assertThat(strict.plateau()).isEqualTo(31);
    assertThat(strict.worst(sequence))
        .hasValueSatisfying(worst -> assertThat(worst.length()).isEqualTo(31));
    assertThat(new Stretches(400, 40, 0.25, 1e-8).worst(sequence)).isEmpty();
    assertThat(strict.worst(level(400))).isEmpty();
  }

  @Test
  void evenSequence_andOneThatGivesAQuarter_haveNoWorstPart() {
    Stretches stretches = new Stretches(400, 40, 0.25, 1e-8);
    List<Boolean> quarter = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      quarter.add(i % 4 == 0);
    }

    assertThat(stretches.worst(level(400))).isEmpty();
    assertThat(stretches.worst(quarter)).isEmpty();
  }

  @Test
  void sequenceOfAnotherLength_isRefused() {
    assertThatThrownBy(() -> new Stretches(40, 40, 0.25, 1e-3).worst(level(41)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("41 connections, not 40");
    assertThatThrownBy(() -> new Stretches(40, 0, 0.25, 1e-3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Boolean> level(int n) {
    List<Boolean> level = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      level.add(i % 2 == 0);
    }
    return level;
  }

  private static List<Boolean> coins(SplittableRandom random, int n) {
    List<Boolean> coins = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      coins.add(random.nextBoolean());
    }
    return coins;
  }

  private static int longestRun(int bits, int n) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < n; i++) {
      run = i > 0 && ((bits >> i) & 1) == ((bits >> (i - 1)) & 1) ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
