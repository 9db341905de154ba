package io.spillway.router.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.router.bench.Comparison.Side;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  @Test
  void no_round_is_no_comparison() {
    assertThat(Comparison.of(List.of())).isEmpty();
  }

  @Test
  void five_rounds_have_their_range_as_the_interval() {
    assertThat(of(9, -2, 5, 1, 7)).isEqualTo(new Comparison(5, -2, 9, 5, 0.9375));
  }

  @Test
  void outermost_rounds_are_left_out_where_there_are_enough_of_them() {
    Comparison of8 = of(1, 2, 3, 4, 5, 6, 7, 800);

    assertThat(of8.low()).isEqualTo(2);
    assertThat(of8.high()).isEqualTo(7);
    assertThat(of8.confidence()).isEqualTo(1 - 2 * (1 + 8) / 256.0);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.5", "3, 0.75", "4, 0.875"})
  void fewer_than_five_rounds_decide_nothing(int rounds, double confidence) {
    Comparison few = of(DoubleStream.generate(() -> 7).limit(rounds).toArray());

    assertThat(few.confidence()).isEqualTo(confidence, within(1e-12));
    assertThat(few.sideOf(0)).isEqualTo(Side.UNDECIDED);
  }

  @Test
  void interval_that_holds_the_limit_decides_nothing() {
    assertThat(of(-1, 50, 60, 70, 80).sideOf(0)).isEqualTo(Side.UNDECIDED);
    assertThat(of(0, 50, 60, 70, 80).sideOf(0)).isEqualTo(Side.UNDECIDED);
  }

  @Test
  void interval_beside_the_limit_says_on_which_side_it_is() {
    assertThat(of(1, 50, 60, 70, 80).sideOf(0)).isEqualTo(Side.ABOVE);
    assertThat(of(-1, -50, -60, -70, -80).sideOf(0)).isEqualTo(Side.BELOW);
  }

  private static Comparison of(double... byRound) {
    return Comparison.of(DoubleStream.of(byRound).boxed().toList()).orElseThrow();
  }
}
