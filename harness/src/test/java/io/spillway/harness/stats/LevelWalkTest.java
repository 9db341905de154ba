package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelWalkTest {

  private static final int RUNS = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 12})
  void probability_isTheShareOfAllSequencesThatAreLevel(int n) {
    long level =
        IntStream.range(0, 1 << n).filter(bits -> LevelWalk.isLevel(bits(bits, n))).count();

    assertThat(LevelWalk.byChance(n)).isCloseTo((double) level / (1 << n), within(1e-12));
  }

  @Test
  void router_thatComparesTwoPaths_isLevelHoweverTiesFall() {
    assertThat(LevelWalk.isLevel(List.of(true, false, false, true, true, false))).isTrue();
    assertThat(LevelWalk.isLevel(List.of(true, false, true, true))).isTrue();
    assertThat(LevelWalk.isLevel(List.of(true, true, true))).isFalse();
    assertThat(LevelWalk.isLevel(List.of(true, true, false, false, false))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"8, 4", "12, 9", "14, 12"})
  void levelStretchAnywhere_isNotLikelierThanItsBound(int n, int length) {
    long with =
        IntStream.range(0, 1 << n)
            .filter(bits -> LevelWalk.longest(bits(bits, n)) >= length)
            .count();

    assertThat((double) with / (1 << n)).isLessThanOrEqualTo(LevelWalk.byChance(n, length));
  }

  @Test
  void longestLevelStretch_endsWhereTheLeadMovesTooFar() {
    assertThat(LevelWalk.longest(List.of(true, false, true, true, true, true))).isEqualTo(4);
    assertThat(LevelWalk.longest(List.of(true, true, true, false, true, false))).isEqualTo(5);
    assertThat(LevelWalk.longest(List.of())).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 16})
  void simulatedCoins_areLevelAsOftenAsSaid(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int level = 0;
    for (int run = 0; run < RUNS; run++) {
      level += LevelWalk.isLevel(bits(random.nextInt(), n)) ? 1 : 0;
    }

    Binomials.Region said = Binomials.acceptanceRegion(RUNS, LevelWalk.byChance(n), 1e-6);
    assertThat(level).isBetween(said.low(), said.high());
  }

  @Test
  void simulatedCoins_holdALevelStretchNoOftenerThanItsBound() {
    SplittableRandom random = new SplittableRandom(31);
    int with = 0;
    for (int run = 0; run < RUNS; run++) {
      with += LevelWalk.longest(bits(random.nextInt(), 31)) >= 20 ? 1 : 0;
    }

    double bound = LevelWalk.byChance(31, 20);
    assertThat(with)
        .isPositive()
        .isLessThanOrEqualTo(Binomials.acceptanceRegion(RUNS, bound, 1e-6).high());
  }

  @Test
  void routersThatCompareTheTwoPaths_areLevelEveryTime() {
    SplittableRandom random = new SplittableRandom(2);
    for (int run = 0; run < RUNS; run++) {
      List<Boolean> sequence = new ArrayList<>();
      int lead = random.nextInt(3) - 1;
      for (int i = 0; i < 40; i++) {
        boolean first = lead == 0 ? random.nextBoolean() : lead < 0;
        sequence.add(first);
        lead += first ? 1 : -1;
      }
      assertThat(LevelWalk.isLevel(sequence)).isTrue();
    }
  }

  @Test
  void fortyCoins_areHardlyEverLevel() {
    assertThat(LevelWalk.byChance(40)).isBetween(1e-6, 4e-6);
  }

  private static List<Boolean> bits(int bits, int n) {
    return IntStream.range(0, n).mapToObj(i -> ((bits >> i) & 1) == 1).toList();
  }
}
