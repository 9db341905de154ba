package io.spillway.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0.253, 25.3 %",
    "0.25, 25 %",
    "1, 100 %",
    "0, 0 %",
    "0.00849, 0.8 %",
    "NaN, no estimate",
    "Infinity, no estimate"
  })
  void percent_ofAShare_hasOneDecimalAtMost(double share, String expected) {
    assertThat(Figures.percent(share)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0 % to 100 %",
    "0.22574, 0.28241, 22.5 % to 28.3 %",
    "0, 0.0068839, 0 % to 0.69 %",
    "0, 3.4539e-6, 0 % to 0.00035 %",
    "0.005, 0.05, 0.5 % to 5 %",
    "NaN, 1, no estimate",
    "0, NaN, no estimate"
  })
  void interval_ofShares_isRoundedOutwards(double low, double high, String expected) {
    assertThat(Figures.interval(low, high)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.999, 99.9 %",
    "0.9993, 99.93 %",
    "0.99999, 99.999 %",
    "0.9999999999999, 99.999999999 %",
    "0.95, 95 %",
    "0.98769, 98.76 %",
    "1, 100 %",
    "0, 0 %",
    "NaN, no estimate"
  })
  void atLeast_ofAProbability_isNeverRoundedUp(double probability, String expected) {
    assertThat(Figures.atLeast(probability)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-7, 1e-7",
    "2.5e-8, 2.5e-8",
    "1.23456e-9, 1.2e-9",
    "9.99e-4, 0.001",
    "0.05, 0.05",
    "0.001, 0.001",
    "1, 1",
    "0, 0",
    "NaN, no estimate"
  })
  void probability_ofAnySize_hasTwoDigits(double probability, String expected) {
    assertThat(Figures.probability(probability)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 s",
    "84, 0.08 s",
    "994, 0.99 s",
    "1240, 1.2 s",
    "59949, 59.9 s",
    "59950, 1 min 0 s",
    "184250, 3 min 4 s",
    "3599400, 59 min 59 s",
    "7320000, 2 h 2 min"
  })
  void time_ofAnyLength_hasAUnitThatSuitsIt(long millis, String expected) {
    assertThat(Figures.time(Duration.ofMillis(millis))).isEqualTo(expected);
  }

  @Test
  void count_withANoun_agreesWithIt() {
    assertThat(Figures.count(1, "case")).isEqualTo("1 case");
    assertThat(Figures.count(0, "case")).isEqualTo("0 cases");
    assertThat(Figures.count(1612, "case")).isEqualTo("1,612 cases");
  }

  @Test
  void seconds_onAnAxis_haveNoNeedlessDecimals() {
    assertThat(Figures.seconds(10)).isEqualTo("10");
    assertThat(Figures.seconds(2.50)).isEqualTo("2.5");
    assertThat(Figures.seconds(Double.NaN)).isEqualTo("no estimate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ru-RU", "ar-EG-u-nu-arab", "tr-TR"})
  @ResourceLock(Resources.LOCALE)
  void figures_inAnyLocale_areTheSame(String tag) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(tag));
    try {
      assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
      assertThat(Figures.percent(0.253)).isEqualTo("25.3 %");
      assertThat(Figures.time(Duration.ofMillis(1240))).isEqualTo("1.2 s");
      assertThat(Figures.moment(Instant.parse("2026-11-21T10:15:30.9Z")))
          .isEqualTo("2026-11-21 10:15:30 UTC");
    } finally {
      Locale.setDefault(before);
    }
  }
}
