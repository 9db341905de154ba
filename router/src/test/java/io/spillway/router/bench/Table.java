package io.spillway.router.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes results as Markdown. */
final class Table {

  private static final List<String> BASELINE = List.of(Subjects.HAPROXY, Subjects.NGINX);

  private final Results results;
  private final List<String> subjects;

  Table(Results results, List<String> subjects) {
    this.results = results;
    this.subjects = subjects;
  }

  /** {@return one row for each measure, one column for each subject} */
  String markdown() {
    StringBuilder table = new StringBuilder("| |");
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
                    + ratio(measure, subject)
                    + " ("
                    + number(summary.least())
                    + "–"
                    + number(summary.most())
                    + ")")
        .orElse("–");
  }

  private String ratio(Measure measure, String subject) {
    boolean comparable =
        measure.hasRatio() && !(measure.isAdded() && subject.equals(Subjects.DIRECT));
    OptionalDouble ratio =
        comparable ? results.ratio(measure, subject, BASELINE) : OptionalDouble.empty();
    return ratio.isPresent() ? " **" + factor(ratio.getAsDouble()) + "**" : "";
  }

  /** {@return the aims of the router, each with what was reached} */
  String aims() {
    return aim(Measure.CONNECTIONS, Subjects.SPILLWAY_1, BASELINE, 1.0)
        + aim(Measure.BYTES_1, Subjects.SPILLWAY_1, BASELINE, 1.3)
        + aim(Measure.BYTES_16, Subjects.SPILLWAY_1, BASELINE, 1.3)
        + aim(Measure.P99, Subjects.SPILLWAY_1, BASELINE, 1.0)
        + aim(Measure.CONNECTIONS, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0)
        + aim(Measure.BYTES_1, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0)
        + aim(Measure.BYTES_16, Subjects.SPILLWAY_2, List.of(Subjects.SKUPPER_2), 3.0);
  }

  private String aim(Measure measure, String subject, List<String> others, double aim) {
    OptionalDouble ratio = results.ratio(measure, subject, others);
    String what = subject + ", " + measure.title();
    String against =
        others.size() == 1 ? others.get(0) : "the better of " + String.join(" and ", others);
    if (ratio.isEmpty()) {
      return "- " + what + ": not compared with " + against + "\n";
    }
    boolean met = measure.better(ratio.getAsDouble(), aim) == ratio.getAsDouble();
    return "- %s: %s of %s; aim %s %s: %s%n"
        .formatted(
            what,
            factor(ratio.getAsDouble()),
            against,
            measure.better(0, 1) == 1 ? "at least" : "at most",
            factor(aim),
            met ? "met" : "missed");
  }

  private static String factor(double value) {
    return "×" + String.format(Locale.ROOT, "%.2f", value);
  }

  /** {@return a number with about three digits that mean something} */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
