package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedTest {

  @Test
  void sameSeedAndConcern_giveTheSameNumbers() {
    assertThat(new Seed(739118).stream("fault").longs(5).toArray())
        .isEqualTo(new Seed(739118).stream("fault").longs(5).toArray());
  }

  @Test
  void otherConcern_givesOtherNumbersAndShiftsNone() {
    Seed seed = new Seed(739118);
    long[] alone = seed.stream("fault").longs(3).toArray();
    long[] load = seed.stream("load").longs(3).toArray();

    assertThat(seed.stream("fault").longs(3).toArray()).isEqualTo(alone);
    assertThat(load).isNotEqualTo(alone);
  }

  @Test
  void neighbouringSeeds_giveUnrelatedNumbers() {
    long ones = 0;
    int seeds = 2_000;
    for (int i = 0; i < seeds; i++) {
      ones += new Seed(i).stream("coin").nextBoolean() ? 1 : 0;
    }
    // Six standard deviations of 2,000 fair coins are 134; the seeds are fixed, so this is exact.
    assertThat(ones).isBetween(seeds / 2 - 134L, seeds / 2 + 134L);
  }

  @Test
  void drawnSeed_isShortEnoughToType() {
    assertThat(Seed.drawn().value()).isBetween(0L, 999_999L);
  }

  @Test
  void negativeSeed_isRefused() {
    assertThatThrownBy(() -> new Seed(-1)).hasMessage("a seed is 0 or more, is -1");
  }
}
