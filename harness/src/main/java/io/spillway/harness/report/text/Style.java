package io.spillway.harness.report.text;

import io.spillway.harness.check.Verdict;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the place that lines are printed to can show.
 *
 * @param colour whether it understands ANSI colours and the user wants them; whoever prints decides
 *     that, from the terminal and {@code NO_COLOR}
 * @param charset the character set that it is written in; a character that it lacks is replaced by
 *     an ASCII one
 */
public record Style(boolean colour, Charset charset) {

  private static final Map<Integer, String> ASCII =
      Map.ofEntries(
          Map.entry((int) '·', "|"),
          Map.entry((int) '±', "+/-"),
          Map.entry((int) 'α', "alpha"),
          Map.entry((int) '≤', "<="),
          Map.entry((int) '≥', ">="),
          Map.entry((int) '×', "x"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '→', "->"),
          Map.entry((int) '…', "..."),
          Map.entry((int) '’', "'"),
          Map.entry(0xA0, " "),
          Map.entry(0x202F, " "));

  /** {@return UTF-8 without colours, as for a file} */
  public static Style plain() {
    return new Style(false, StandardCharsets.UTF_8);
  }

  /**
   * {@return the text on one line, in characters that can be shown: line ends become spaces,
   * control characters become {@code ?}}
   */
  public String fit(String text) {
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder line = new StringBuilder(text.length());
    text.strip()
        .replaceAll("[\\t\\r\\n]+", " ")
        .codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              if (Character.isISOControl(point)) {
                line.append('?');
              } else if (encoder.canEncode(character)) {
                line.append(character);
              } else {
                line.append(ASCII.getOrDefault(point, "?"));
              }
            });
    return line.toString();
  }

  /** {@return the text in the colour of the verdict, where there are colours} */
  String paint(Verdict verdict, String text) {
    String code =
        switch (verdict) {
          case PASS -> "32";
          case NOT_APPLICABLE -> "2";
          case INCONCLUSIVE -> "33";
          case FAIL -> "1;31";
          case ERROR -> "1;35";
        };
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** {@return the text padded with spaces to so many columns, one for each code point} */
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** {@return the columns that a text takes, one for each code point} */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
