package io.spillway.harness.report.text;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.html.Mark;
import io.spillway.harness.report.matrix.Cell;
import io.spillway.harness.report.matrix.Column;
import io.spillway.harness.report.matrix.Finding;
import io.spillway.harness.report.matrix.Matrix;
import io.spillway.harness.report.matrix.Row;
import io.spillway.harness.report.matrix.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reports side by side as GitHub Flavored Markdown. Texts of reports stay texts: what Markdown or
 * HTML would take for markup is escaped.
 */
public final class MatrixMarkdown {

  private static final String ABSENT = "·";
  private static final String CASE = "↳ ";

  private final StringBuilder text = new StringBuilder(1 << 14);
  private final Matrix matrix;

  private MatrixMarkdown(Matrix matrix) {
    this.matrix = matrix;
  }

  /** {@return the document, with line feeds, the last line ended too} */
  public static String of(Matrix matrix) {
    MatrixMarkdown markdown = new MatrixMarkdown(matrix);
    markdown.line("# Conformance matrix");
    markdown.runs();
    markdown.table();
    markdown.findings(Verdict.FAIL, "## What failed");
    markdown.findings(
        Verdict.ERROR, "## Where a driver or the harness broke, which is no verdict on a router");
    markdown.findings(Verdict.INCONCLUSIVE, "## What stayed undecided");
    markdown.differences();
    return markdown.text.toString();
  }

  private void runs() {
    line("");
    line("| router | version | runtime | started | seed | Spillway |");
    line("| --- | --- | --- | --- | --- | --- |");
    for (Column column : matrix.columns()) {
      row(
          List.of(
              link(escaped(column.name()), column.links().report()),
              escaped(column.report().routerVersion()),
              escaped(column.report().runtime()),
              Figures.moment(column.report().started()),
              Long.toString(column.report().seed()),
              escaped(column.report().version())));
    }
    if (!matrix.differences().isEmpty()) {
      line("");
      line("These runs were not made alike:");
      line("");
      matrix.differences().forEach(difference -> line("- " + escaped(difference)));
    }
  }

  private void table() {
    List<String> head = new ArrayList<>(List.of(" "));
    matrix.columns().forEach(column -> head.add(escaped(column.name())));
    line("");
    row(head);
    row(head.stream().map(column -> "---").toList());
    for (Summary summary : Summary.of(matrix)) {
      List<String> cells = new ArrayList<>(List.of("**" + escaped(summary.name()) + "**"));
      summary.cells().forEach(cell -> cells.add(summary(cell)));
      row(cells);
    }
    for (Matrix.Family family : matrix.families()) {
      List<String> cells = new ArrayList<>(List.of("**" + escaped(family.title()) + "**"));
      for (int index = 0; index < matrix.columns().size(); index++) {
        cells.add(Summary.rules(family.rows(), index));
      }
      row(cells);
      family.rows().forEach(this::rule);
    }
    line("");
    line(
        "A rule’s figure is that of its gravest case. "
            + ABSENT
            + " "
            + Matrix.NOT_SELECTED
            + ": the run was not asked about it, which is no pass.");
  }

  private static String summary(Summary.Cell cell) {
    return cell.verdict().map(verdict -> mark(verdict) + ", ").orElse("") + escaped(cell.words());
  }

  private void rule(Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(
        "**"
            + escaped(row.rule().id())
            + "** "
            + escaped(row.rule().title())
            + " ("
            + row.rule().level().word()
            + (row.differences().isEmpty() ? ")" : "; asked differently, see below)"));
    row.cells().forEach(cell -> cells.add(cell(cell)));
    row(cells);
    for (Row.CaseRow one : row.cases()) {
      List<String> ofCase = new ArrayList<>();
      ofCase.add(
          CASE + escaped(one.name()) + (one.level().isEmpty() ? "" : " (" + one.level() + ")"));
      one.cells().forEach(cell -> ofCase.add(cell(cell)));
      row(ofCase);
    }
    if (row.alike() > 0 && !row.cases().isEmpty()) {
      List<String> others = new ArrayList<>();
      others.add(CASE + Figures.count(row.alike(), "other case"));
      row.cells().forEach(cell -> others.add(cell.verdict().map(v -> "✓ pass").orElse(ABSENT)));
      row(others);
    }
  }

  private static String cell(Cell cell) {
    if (cell.verdict().isEmpty()) {
      return ABSENT + " " + cell.absence();
    }
    List<String> words = new ArrayList<>();
    boolean bare = cell.figure().isBlank();
    words.add(
        link(mark(cell.verdict().get()), cell.link())
            + (cell.level().isEmpty() ? "" : " (" + cell.level() + ")")
            + (bare ? "" : ": " + escaped(cell.figure())));
    if (!cell.others().isEmpty()) {
      words.add("(others: " + cell.others() + ")");
    }
    cell.history().ifPresent(history -> words.add(link("history", Optional.of(history))));
    return String.join(" ", words);
  }

  private void findings(Verdict verdict, String heading) {
    List<Finding> findings = matrix.findings(verdict);
    if (findings.isEmpty()) {
      return;
    }
    line("");
    line(heading);
    for (Finding finding : findings) {
      line("");
      line(
          "### "
              + escaped(finding.rule().id())
              + " "
              + escaped(finding.rule().title())
              + " ("
              + finding.rule().level().word()
              + ")");
      line("");
      line(escaped(finding.rule().statement()));
      finding.parts().forEach(this::part);
    }
  }

  private void part(Finding.Part part) {
    if (!part.statement().isEmpty()) {
      line("");
      line("As " + escaped(part.column()) + " was asked: " + escaped(part.statement()));
    }
    for (Finding.Observed one : part.cases()) {
      Result result = one.report().result();
      line("");
      line(
          "**"
              + escaped(part.column())
              + "**, "
              + link(escaped(result.caseName()), one.link())
              + " ("
              + one.report().level().word()
              + ")"
              + (result.figure().isBlank() ? "" : ": " + escaped(result.figure()))
              + one.history().map(path -> " · " + link("history", Optional.of(path))).orElse(""));
      line("");
      line(escaped(result.reason()));
      if (!result.evidence().isEmpty()) {
        line("");
        for (Evidence evidence : result.evidence()) {
          line(
              "- expected: "
                  + escaped(evidence.expected())
                  + "; observed: "
                  + escaped(evidence.observed()));
        }
      }
      line("");
      code(one.report().reproduce());
    }
  }

  private void differences() {
    List<Row> rows = matrix.rows().filter(row -> !row.differences().isEmpty()).toList();
    if (rows.isEmpty()) {
      return;
    }
    line("");
    line("## What was asked differently");
    line("");
    line("Verdicts on these rules answer different questions as far as is said here.");
    for (Row row : rows) {
      line("");
      line("**" + escaped(row.rule().id()) + "** " + escaped(row.rule().title()));
      line("");
      row.differences().forEach(difference -> line("- " + escaped(difference)));
    }
  }

  private static String mark(Verdict verdict) {
    Mark mark = Mark.of(verdict);
    return mark.symbol() + " " + mark.word();
  }

  private static String link(String escaped, Optional<String> target) {
    return target.map(path -> "[" + escaped + "](" + target(path) + ")").orElse(escaped);
  }

  /** Parentheses would end the link; what else would is percent-encoded by whoever made it. */
  private static String target(String path) {
    return path.replace("(", "%28").replace(")", "%29");
  }

  private void code(String command) {
    String fence = "```";
    while (command.contains(fence)) {
      fence += "`";
    }
    line(fence + "sh");
    line(command.strip());
    line(fence);
  }

  private void row(List<String> cells) {
    line(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** On one line, and nothing in it taken for markup. */
  private static String escaped(String plain) {
    StringBuilder escaped = new StringBuilder(plain.length() + 16);
    plain
        .strip()
        .replaceAll("\\s*[\\r\\n]+\\s*", " ")
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\\', '|', '`', '*', '_', '[', ']', '~', '#', '$' ->
                    escaped.append('\\').appendCodePoint(point);
                default -> escaped.appendCodePoint(Character.isISOControl(point) ? '?' : point);
              }
            });
    return escaped.toString();
  }
}
