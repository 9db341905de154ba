package io.spillway.harness.report.matrix;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.FeatureWords;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.ProfileReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows above the rules: what each run came to as a whole.
 *
 * @param name what the row is about
 * @param cells one for each column
 */
public record Summary(String name, List<Cell> cells) {

  /** Copies the list. */
  public Summary {
    cells = List.copyOf(cells);
  }

  /**
   * What a run came to in one respect.
   *
   * @param verdict the verdict; empty where there is none
   * @param words what it rests on
   */
  public record Cell(Optional<Verdict> verdict, String words) {}

  /**
   * {@return the rows: the run, its rules, its cases, its features where any run looked at them,
   * and a row for each part of each profile}
   */
  public static List<Summary> of(Matrix matrix) {
    List<Summary> rows = new ArrayList<>();
    List<Column> columns = matrix.columns();
    rows.add(new Summary("The run", columns.stream().map(column -> run(column.report())).toList()));
    List<Row> rules = matrix.rows().toList();
    List<Cell> counts = new ArrayList<>();
    for (int index = 0; index < columns.size(); index++) {
      counts.add(new Cell(Optional.empty(), rules(rules, index)));
    }
    rows.add(new Summary("Rules, by their gravest case", counts));
    rows.add(
        new Summary(
            "Cases",
            columns.stream()
                .map(column -> new Cell(Optional.empty(), cases(column.report())))
                .toList()));
    if (columns.stream().anyMatch(column -> isLookedAt(column.report()))) {
      rows.add(
          new Summary(
              "Features", columns.stream().map(column -> features(column.report())).toList()));
    }
    Map<String, String> profiles = new LinkedHashMap<>();
    columns.stream()
        .flatMap(column -> column.report().scope().profiles().stream())
        .forEach(profile -> profiles.putIfAbsent(profile.name(), profile.title()));
    profiles.forEach(
        (name, title) -> {
          rows.add(profile(columns, name, title + ", core", false));
          rows.add(profile(columns, name, title + ", extended", true));
        });
    return List.copyOf(rows);
  }

  /** {@return how many of these rules have each verdict in a column, and how many none} */
  public static String rules(Collection<Row> rows, int column) {
    List<String> counts = new ArrayList<>();
    Matrix.count(rows, column)
        .forEach((verdict, count) -> counts.add(Figures.count(count) + " " + word(verdict)));
    long absent = Matrix.absent(rows, column);
    if (absent > 0) {
      counts.add(Figures.count(absent) + " " + Matrix.NOT_SELECTED);
    }
    return String.join(" · ", counts);
  }

  private static Cell run(ConformanceReport report) {
    String words =
        !report.unfinished().isEmpty()
            ? "unfinished: " + report.unfinished()
            : report.checked() == 0
                ? "finished; nothing was checked"
                : "finished in " + Figures.time(report.duration());
    return new Cell(Optional.of(report.verdict()), words);
  }

  private static boolean isLookedAt(ConformanceReport report) {
    return report.environment().containsKey(FeatureWords.ENTRY);
  }

  /** What was seen otherwise than the driver declares; nothing where all was as declared. */
  private static Cell features(ConformanceReport report) {
    return new Cell(
        Optional.empty(),
        isLookedAt(report)
            ? FeatureWords.odd(report.environment().get(FeatureWords.ENTRY))
            : "not looked at");
  }

  private static String cases(ConformanceReport report) {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Matrix.BY_GRAVITY) {
      long count = report.count(verdict);
      if (count > 0) {
        counts.add(Figures.count(count) + " " + word(verdict));
      }
    }
    return counts.isEmpty() ? "none" : String.join(" · ", counts);
  }

  private static Summary profile(
      List<Column> columns, String name, String title, boolean extended) {
    return new Summary(
        title,
        columns.stream()
            .map(
                column ->
                    column.report().scope().profiles().stream()
                        .filter(profile -> profile.name().equals(name))
                        .findFirst()
                        .map(profile -> part(extended ? profile.extended() : profile.core()))
                        .orElse(new Cell(Optional.empty(), "not run")))
            .toList());
  }

  private static Cell part(ProfileReport.PartReport part) {
    return new Cell(part.verdict(), part.basis());
  }

  private static String word(Verdict verdict) {
    return verdict.word().replace('-', ' ');
  }
}
