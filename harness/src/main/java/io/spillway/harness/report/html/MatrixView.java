package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.matrix.Cell;
import io.spillway.harness.report.matrix.Column;
import io.spillway.harness.report.matrix.Finding;
import io.spillway.harness.report.matrix.Matrix;
import io.spillway.harness.report.matrix.Row;
import io.spillway.harness.report.matrix.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The page that sets reports side by side.
 *
 * @param headline how many rules and routers, and how many of them failed
 * @param columns the reports
 * @param differences what the runs as a whole do not have in common
 * @param summaries what each run came to as a whole
 * @param families the rules
 * @param findings what did not pass, gravest first
 * @param style the style sheet
 */
public record MatrixView(
    String headline,
    List<Column> columns,
    List<String> differences,
    List<SummaryView> summaries,
    List<FamilyView> families,
    List<FindingsView> findings,
    String style) {

  /** How a cell without a verdict looks: like none of them. */
  private static final String ABSENT = "v-absent";

  /**
   * A row about the runs as a whole.
   *
   * @param name what it is about
   * @param cells one for each column
   */
  public record SummaryView(String name, List<CellView> cells) {}

  /**
   * A chapter of the rulebook.
   *
   * @param anchor its id on the page
   * @param title what it is about
   * @param counts for each column how many of its rules came to what
   * @param rows its rules
   */
  public record FamilyView(
      String anchor, String title, List<List<PageView.Tally>> counts, List<RowView> rows) {}

  /**
   * A rule's row.
   *
   * @param anchor its id on the page
   * @param id the rule's id
   * @param title a few words
   * @param level its level's word
   * @param statement the rule
   * @param cells one for each column
   * @param cases the rows that open beneath it
   * @param more what opens them, in words
   * @param alike the cases that passed in each report that has the rule, in words; may be empty
   * @param differences in what the reports do not ask the same
   */
  public record RowView(
      String anchor,
      String id,
      String title,
      String level,
      String statement,
      List<CellView> cells,
      List<CaseRowView> cases,
      String more,
      String alike,
      List<String> differences) {}

  /**
   * A case's row.
   *
   * @param name the case
   * @param level its level's word where that is not its rule's; empty otherwise
   * @param cells one for each column
   */
  public record CaseRowView(String name, String level, List<CellView> cells) {}

  /**
   * A cell.
   *
   * @param mark its verdict, or that there is none; absent where only words are shown
   * @param words what decided it
   * @param others what the other cases came to, in words; may be empty
   * @param level how much the deciding case matters, where that is not its rule's level
   * @param link the evidence
   * @param history the history of the deciding case
   */
  public record CellView(
      Optional<Mark> mark,
      String words,
      String others,
      String level,
      Optional<String> link,
      Optional<String> history) {

    /** {@return the CSS class that colours it} */
    public String style() {
      return mark.map(Mark::style).orElse("");
    }
  }

  /**
   * Rules that came to the same verdict with some router.
   *
   * @param anchor its id on the page
   * @param title what they have in common
   * @param mark the verdict
   * @param rules the rules
   */
  public record FindingsView(String anchor, String title, Mark mark, List<FindingView> rules) {}

  /**
   * A rule with what was seen.
   *
   * @param anchor its id on the page
   * @param finding the rule, and what was seen of each router
   */
  public record FindingView(String anchor, Finding finding) {}

  /** {@return whether there is a rule that the reports do not ask the same} */
  public boolean isAnythingAskedDifferently() {
    return families.stream()
        .flatMap(family -> family.rows().stream())
        .anyMatch(row -> !row.differences().isEmpty());
  }

  static MatrixView of(Matrix matrix, String style) {
    Anchors anchors = new Anchors();
    return new MatrixView(
        headline(matrix),
        matrix.columns(),
        matrix.differences(),
        Summary.of(matrix).stream().map(MatrixView::summary).toList(),
        matrix.families().stream()
            .map(family -> family(family, matrix.columns().size(), anchors))
            .toList(),
        Stream.of(
                findings(matrix, Verdict.FAIL, "What failed", anchors),
                findings(matrix, Verdict.ERROR, "Where a driver or the harness broke", anchors),
                findings(matrix, Verdict.INCONCLUSIVE, "What stayed undecided", anchors))
            .filter(one -> !one.rules().isEmpty())
            .toList(),
        style);
  }

  private static String headline(Matrix matrix) {
    List<Finding> failed = matrix.findings(Verdict.FAIL);
    List<String> breaks = new ArrayList<>();
    for (Column column : matrix.columns()) {
      long rules =
          failed.stream()
              .filter(one -> one.parts().stream().anyMatch(p -> p.column().equals(column.name())))
              .count();
      if (rules > 0) {
        breaks.add(column.name() + " breaks " + Figures.count(rules, "rule"));
      }
    }
    return Figures.count(matrix.rows().count(), "rule")
        + " × "
        + Figures.count(matrix.columns().size(), "report")
        + (breaks.isEmpty() ? "; none was seen to break a rule." : "; " + joined(breaks) + ".");
  }

  private static String joined(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  private static SummaryView summary(Summary summary) {
    return new SummaryView(
        summary.name(),
        summary.cells().stream()
            .map(
                cell ->
                    new CellView(
                        cell.verdict().map(Mark::of),
                        cell.words(),
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty()))
            .toList());
  }

  private static FamilyView family(Matrix.Family family, int columns, Anchors anchors) {
    String anchor = anchors.of("chapter", family.name());
    List<List<PageView.Tally>> counts = new ArrayList<>();
    for (int index = 0; index < columns; index++) {
      counts.add(
          Matrix.count(family.rows(), index).entrySet().stream()
              .map(one -> new PageView.Tally(Mark.of(one.getKey()), Figures.count(one.getValue())))
              .toList());
    }
    return new FamilyView(
        anchor, family.title(), counts, family.rows().stream().map(r -> row(r, anchors)).toList());
  }

  private static RowView row(Row row, Anchors anchors) {
    int cases = row.cases().size();
    return new RowView(
        anchors.of(row.rule().id()),
        row.rule().id(),
        row.rule().title(),
        row.rule().level().word(),
        row.rule().statement(),
        row.cells().stream().map(MatrixView::cell).toList(),
        row.cases().stream()
            .map(
                one ->
                    new CaseRowView(
                        one.name(),
                        one.level(),
                        one.cells().stream().map(MatrixView::cell).toList()))
            .toList(),
        Figures.count(cases, "case"),
        row.alike() == 0 ? "" : Figures.count(row.alike(), "other case") + " passed",
        row.differences());
  }

  private static CellView cell(Cell cell) {
    return new CellView(
        Optional.of(
            cell.verdict().map(Mark::of).orElseGet(() -> new Mark(cell.absence(), "·", ABSENT))),
        cell.figure(),
        cell.others(),
        cell.level(),
        cell.link(),
        cell.history());
  }

  private static FindingsView findings(
      Matrix matrix, Verdict verdict, String title, Anchors anchors) {
    return new FindingsView(
        anchors.of("all", verdict.word()),
        title,
        Mark.of(verdict),
        matrix.findings(verdict).stream()
            .map(one -> new FindingView(anchors.of(verdict.word(), one.rule().id()), one))
            .toList());
  }
}
