package io.spillway.router.bench;

import io.spillway.router.bench.Comparison.Side;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes results as Markdown. */
final class Table {

  private static final List<String> BASELINE = List.of(Subjects.HAPROXY, Subjects.NGINX);

  private final Results results;
  private final List<String> subjects;
  private final int rounds;

  /**
   * Makes a table.
   *
   * @param results what was measured
   * @param subjects the names of its columns
   * @param rounds of how many rounds a cell is that does not say so
   */
  Table(Results results, List<String> subjects, int rounds) {
    this.results = results;
    this.subjects = subjects;
    this.rounds = rounds;
  }

  /** {@return one row for each measure, one column for each subject} */
  String markdown() {
    StringBuilder table = new StringBuilder("| n = " + rounds + " |");
    subjects.forEach(subject -> table.append(' ').append(subject).append(" |"));
    table.append("\n|---|").append("---:|".repeat(subjects.size())).append('\n');
    for (Measure measure : Measure.values()) {
      table.append("| ").append(measure.title()).append(" |");
      subjects.forEach(subject -> table.append(' ').append(cell(measure, subject)).append(" |"));
      table.append('\n');
    }
    return table.toString();
  }

  private String cell(Measure measure, String subject) {
    return results
        .summary(measure, subject)
        .map(
            summary ->
                number(summary.median())
                    + (measure.isAdded() ? "" : comparison(measure, subject))
                    + " ("
                    + number(summary.least())
                    + "–"
                    + number(summary.most())
                    + other(summary.rounds())
                    + ")"
                    + (measure.isAdded() ? comparison(measure, subject) : ""))
        .orElse("–");
  }

  private String comparison(Measure measure, String subject) {
    if (!measure.isCompared()) {
      return "";
    }
    if (!measure.isAdded()) {
      return results
          .compare(measure, subject, BASELINE)
          .map(ratio -> " **" + factor(ratio.median()) + "**" + otherRatio(ratio.rounds()))
          .orElse("");
    }
    if (subject.equals(Subjects.DIRECT) || BASELINE.contains(subject)) {
      return ""; // it is what others are compared with
    }
    return results.compare(measure, subject, BASELINE).map(this::difference).orElse("");
  }

  /** A difference never stands without its interval: it may be smaller than that. */
  private String difference(Comparison difference) {
    return ", **%s** (%s to %s%s)%s"
        .formatted(
            signed(difference.median()),
            signed(difference.low()),
            signed(difference.high()),
            other(difference.rounds()),
            difference.sideOf(0) == Side.UNDECIDED ? " undecided" : "");
  }

  private String other(int n) {
    return n == rounds ? "" : "; n = " + n;
  }

  private String otherRatio(int n) {
    return n == rounds ? "" : " (n = " + n + ")";
  }

  /** {@return the aims of the router, each with what was reached} */
  String aims() {
    return aim(Measure.CONNECTIONS, Subjects.SPILLWAY_1, BASELINE, 1.0)
        + aim(Measure.BYTES_1, Subjects.SPILLWAY_1, BASELINE, 1.3)
        + aim(Measure.BYTES_16, Subjects.SPILLWAY_1, BASELINE, 1.3)
        + aim(Measure.P99, Subjects.SPILLWAY_1, BASELINE, 0)
        + aim(Measure.CONNECTIONS, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0)
        + aim(Measure.BYTES_1, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0)
        + aim(Measure.BYTES_16, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0);
  }

  /**
   * One aim.
   *
   * @param limit what the ratio, or the difference of what is added, should be better than
   */
  private String aim(Measure measure, String subject, List<String> others, double limit) {
    String what = subject + ", " + measure.title();
    String against =
        others.size() == 1 ? others.get(0) : "the better of " + String.join(" and ", others);
    Optional<Comparison> compared = results.compare(measure, subject, others);
    if (compared.isEmpty()) {
      return "- " + what + ": not compared with " + against + "\n";
    }
    Comparison comparison = compared.get();
    return "- %s: %s %s %s (%s to %s, n = %d, %.0f %%); aim %s %s: %s%n"
        .formatted(
            what,
            compared(measure, comparison.median()),
            measure.isAdded() ? "against" : "of",
            against,
            compared(measure, comparison.low()),
            compared(measure, comparison.high()),
            comparison.rounds(),
            100 * comparison.confidence(),
            measure.moreIsBetter() ? "at least" : "at most",
            compared(measure, limit),
            verdict(measure, comparison.sideOf(limit)));
  }

  private static String verdict(Measure measure, Side side) {
    if (side == Side.UNDECIDED) {
      return "undecided";
    }
    return (side == Side.ABOVE) == measure.moreIsBetter() ? "met" : "missed";
  }

  private static String compared(Measure measure, double value) {
    return measure.isAdded() ? signed(value) : factor(value);
  }

  private static String factor(double value) {
    return "×" + String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    if (value == 0) {
      return "0";
    }
    return (value > 0 ? "+" : "") + number(value);
  }

  /** {@return a number with about three digits that mean something} */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
