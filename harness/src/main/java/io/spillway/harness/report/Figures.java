package io.spillway.harness.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Figures as people read them, the same in every locale: a point before decimals, a comma between
 * thousands, a space before the unit. Pure.
 */
public final class Figures {

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String NONE = "no estimate";

  private Figures() {}

  /** {@return a count, such as {@code 1,612}} */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * {@return a count with its noun, such as {@code 1 case} or {@code 1,612 cases}}
   *
   * @param count how many
   * @param noun the noun in its singular, one that takes an s
   */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** {@return a share from 0 to 1 in percent with one decimal, such as {@code 25.3 %}} */
  public static String percent(double share) {
    return Double.isFinite(share)
        ? plain(BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.HALF_EVEN))
            + " %"
        : NONE;
  }

  /**
   * {@return an interval of shares from 0 to 1 in percent, such as {@code 22.3 % to 28.4 %}; each
   * end is rounded outwards, to one decimal or, below one percent, to two digits}
   */
  public static String interval(double low, double high) {
    return Double.isFinite(low) && Double.isFinite(high)
        ? end(low, RoundingMode.FLOOR) + " to " + end(high, RoundingMode.CEILING)
        : NONE;
  }

  private static String end(double share, RoundingMode outwards) {
    BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
    int exponent = percent.precision() - percent.scale() - 1;
    return plain(percent.setScale(Math.max(1, 1 - exponent), outwards)) + " %";
  }

  /**
   * {@return a probability that holds at least, in percent and never rounded up, with as many
   * decimals as it takes to tell it from certainty: {@code 99.9 %}, {@code 99.9999 %}}
   */
  public static String atLeast(double probability) {
    if (!Double.isFinite(probability)) {
      return NONE;
    }
    BigDecimal percent = BigDecimal.valueOf(probability).movePointRight(2);
    BigDecimal missing = BigDecimal.valueOf(100).subtract(percent);
    int decimals = missing.signum() <= 0 ? 0 : Math.max(1, missing.scale() - missing.precision());
    return plain(percent.setScale(Math.min(decimals + 1, 9), RoundingMode.FLOOR)) + " %";
  }

  /** {@return a small probability to two digits, such as {@code 1e-7} or {@code 0.05}} */
  public static String probability(double probability) {
    if (!Double.isFinite(probability)) {
      return NONE;
    }
    BigDecimal two = new BigDecimal(probability).round(new MathContext(2, RoundingMode.HALF_EVEN));
    if (two.signum() == 0 || two.compareTo(new BigDecimal("0.001")) >= 0) {
      return plain(two);
    }
    int exponent = two.precision() - two.scale() - 1;
    return plain(two.scaleByPowerOfTen(-exponent)) + "e" + exponent;
  }

  /** {@return a length of time to about two digits, such as {@code 0.08 s} or {@code 2 min 5 s}} */
  public static String time(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toNanos(), 9);
    if (seconds.compareTo(BigDecimal.ONE) < 0) {
      return seconds.setScale(2, RoundingMode.HALF_UP) + " s";
    }
    if (seconds.compareTo(new BigDecimal("59.95")) < 0) {
      return seconds.setScale(1, RoundingMode.HALF_UP) + " s";
    }
    long whole = seconds.setScale(0, RoundingMode.HALF_UP).longValueExact();
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /**
   * {@return seconds on an axis or as a limit, without needless decimals: {@code 10}, {@code 2.5}}
   */
  public static String seconds(double seconds) {
    return Double.isFinite(seconds)
        ? plain(BigDecimal.valueOf(seconds).setScale(2, RoundingMode.HALF_EVEN))
        : NONE;
  }

  /** {@return a moment to the second in UTC, such as {@code 2026-11-21 10:15:30 UTC}} */
  public static String moment(Instant instant) {
    return INSTANT.format(instant);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
