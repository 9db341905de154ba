package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as readers see them: the same in every locale. */
final class Words {

  /** The longest figure, so that a line of a terminal holds it beside the rule's name. */
  static final int FIGURE_LENGTH = 90;

  private static final double NANOS_PER_SECOND = 1e9;

  private Words() {}

  /** {@return the parts that fit, the first ones first, separated by a middle dot} */
  static String figure(String... parts) {
    StringBuilder figure = new StringBuilder();
    for (String part : parts) {
      String separator = figure.isEmpty() ? "" : " · ";
      if (figure.length() + separator.length() + part.length() <= FIGURE_LENGTH) {
        figure.append(separator).append(part);
      }
    }
    if (figure.isEmpty()) {
      return parts[0].substring(0, FIGURE_LENGTH - 1) + "…";
    }
    return figure.toString();
  }

  /** {@return a whole number, such as {@code 1,612}} */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@return a number of things, such as {@code 1 attempt} or {@code 12 attempts}} */
  static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** {@return a fraction, such as {@code 25.3 %} or {@code 25 %}} */
  static String percent(double share) {
    return decimal(share * 100, 1) + " %";
  }

  /** {@return a number with at most so many decimals, without zeros at its end} */
  static String decimal(double number, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** {@return a length of time, such as {@code 1.31 s}} */
  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / NANOS_PER_SECOND);
  }

  /** {@return a limit as it is configured, such as {@code 10 s}} */
  static String limit(double seconds) {
    return decimal(seconds, 2) + " s";
  }

  /** {@return a small probability, such as {@code 1e-7} or {@code 3.3e-8}} */
  static String probability(double value) {
    if (value == 0) {
      return "0";
    }
    String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e", 2);
    return parts[0].replaceAll("\\.0$", "") + "e" + Integer.parseInt(parts[1]);
  }

  /** {@return how attempts ended, such as {@code 3 refused, 1 timed out}} */
  static String outcomes(Collection<Attempt> attempts) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    attempts.forEach(attempt -> counts.merge(attempt.outcome(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            entry ->
                count(entry.getValue())
                    + " "
                    + entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  /** {@return the words of a text that blanks separate} */
  static List<String> split(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** {@return words with commas and a last "and"} */
  static String list(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1))
            + " and "
            + words.get(words.size() - 1);
  }
}
