package io.spillway.harness.report.text;

import io.spillway.harness.report.Figures;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a case has come, as a line. Pure: whoever prints also decides how often. Immutable.
 *
 * <pre>{@code
 * M1  weighted 25/75   1,200 of at most 9,000 attempts · about 3 s left
 * }</pre>
 */
public final class ProgressLines {

  private final Style style;
  private final Columns columns;

  /**
   * A form for lines.
   *
   * @param style what the terminal can show
   * @param columns the widths of the columns; those of the id and the name are used
   */
  public ProgressLines(Style style, Columns columns) {
    this.style = style;
    this.columns = columns;
  }

  /**
   * How far a case has come.
   *
   * @param rule the rule's id
   * @param caseName the case's name
   * @param attempts attempts so far
   * @param most how many there will be at the most, where that is known
   * @param elapsed since the case began
   * @param left how long it will still take, where that can be told
   */
  public record Progress(
      String rule,
      String caseName,
      long attempts,
      OptionalLong most,
      Duration elapsed,
      Optional<Duration> left) {}

  /** {@return a line of its own, for a log} */
  public String plain(Progress progress) {
    String attempts =
        progress.most().isPresent()
            ? Figures.count(progress.attempts())
                + " of at most "
                + Figures.count(progress.most().getAsLong())
                + " attempts"
            : Figures.count(progress.attempts(), "attempt");
    String time =
        progress
            .left()
            .map(left -> "about " + roughly(left) + " left")
            .orElseGet(() -> roughly(progress.elapsed()) + " so far");
    return "  "
        + Style.pad(style.fit(progress.rule()), columns.rule())
        + "  "
        + Style.pad(style.fit(progress.caseName()), columns.name())
        + "   "
        + style.fit(attempts + " · " + time);
  }

  /**
   * {@return the line with a carriage return before it, cut and padded so that it covers what stood
   * there and does not wrap}
   *
   * @param progress how far the case has come
   * @param width columns of the terminal, at least 1
   */
  public String inPlace(Progress progress, int width) {
    String line = plain(progress);
    int room = Math.max(0, width - 1);
    if (Style.width(line) > room) {
      line = line.substring(0, line.offsetByCodePoints(0, room));
    }
    return "\r" + Style.pad(line, room);
  }

  /**
   * {@return what wipes a line that was written in place, and leaves the cursor at its start}
   *
   * @param width columns of the terminal, at least 1
   */
  public static String wiped(int width) {
    return "\r" + " ".repeat(Math.max(0, width - 1)) + "\r";
  }

  /** Whole seconds, rounded up: a guess needs no decimals, and never says that none are left. */
  private static String roughly(Duration time) {
    long seconds = Math.max(1, time.plusNanos(999_999_999).toSeconds());
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
