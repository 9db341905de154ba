package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void figures_areTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Words.count(1_612)).isEqualTo("1,612");
      assertThat(Words.percent(0.2534)).isEqualTo("25.3 %");
      assertThat(Words.seconds(1_310_000_000)).isEqualTo("1.31 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void percent_ofAWholeNumber_hasNoDecimals() {
    assertThat(Words.percent(0.25)).isEqualTo("25 %");
    assertThat(Words.percent(1)).isEqualTo("100 %");
    assertThat(Words.percent(0)).isEqualTo("0 %");
    assertThat(Words.percent(1.0 / 3)).isEqualTo("33.3 %");
  }

  @Test
  void decimal_dropsZerosOnlyAfterThePoint() {
    assertThat(Words.decimal(10, 2)).isEqualTo("10");
    assertThat(Words.decimal(2.5, 2)).isEqualTo("2.5");
    assertThat(Words.decimal(100, 0)).isEqualTo("100");
  }

  @Test
  void probability_isShort() {
    assertThat(Words.probability(1e-7)).isEqualTo("1e-7");
    assertThat(Words.probability(1e-6 / 14)).isEqualTo("7.1e-8");
    assertThat(Words.probability(0)).isEqualTo("0");
  }

  @Test
  void count_ofOne_isSingular() {
    assertThat(Words.count(1, "attempt")).isEqualTo("1 attempt");
    assertThat(Words.count(2_000, "attempt")).isEqualTo("2,000 attempts");
  }

  @Test
  void list_endsWithAnd() {
    assertThat(Words.list(List.of())).isEmpty();
    assertThat(Words.list(List.of("a"))).isEqualTo("a");
    assertThat(Words.list(List.of("a", "b"))).isEqualTo("a and b");
    assertThat(Words.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }

  @Test
  void figure_thatWouldBeTooLong_leavesOutThePartsThatDoNotFit() {
    String long80 = "x".repeat(80);

    assertThat(Words.figure("a", "b")).isEqualTo("a · b");
    assertThat(Words.figure(long80, "1234567", "z")).isEqualTo(long80 + " · 1234567");
    assertThat(Words.figure(long80, "12345678", "z")).isEqualTo(long80 + " · z");
    assertThat(Words.figure("y".repeat(91))).isEqualTo("y".repeat(89) + "…");
    assertThat(Words.figure("y".repeat(90))).isEqualTo("y".repeat(90));
  }

  @Test
  void split_ignoresBlanksAround() {
    assertThat(Words.split(" first  second ")).containsExactly("first", "second");
    assertThat(Words.split("")).isEmpty();
  }
}
