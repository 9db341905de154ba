package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelWalkTest {

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

  @Test
  void fortyCoins_areHardlyEverLevel() {
    assertThat(LevelWalk.byChance(40)).isBetween(1e-6, 4e-6);
  }

  private static List<Boolean> bits(int bits, int n) {
    return IntStream.range(0, n).mapToObj(i -> ((bits >> i) & 1) == 1).toList();
  }
}
