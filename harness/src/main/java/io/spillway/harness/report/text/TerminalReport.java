package io.spillway.harness.report.text;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.SpillReadings;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A report as the lines that a terminal shows: a header, a line for each case, the reason beneath
 * each case that did not pass, and a summary that names every verdict that occurred. Immutable.
 */
public final class TerminalReport {

  /** Verdicts in the order in which the summary names them. */
  private static final List<Verdict> SUMMARY_ORDER =
      List.of(
          Verdict.PASS, Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE);

  private static final int WRAP_COLUMNS = 100;

  private final Style style;
  private final Columns columns;

  /**
   * A form for lines that are printed while the run goes on.
   *
   * @param style what the terminal can show
   * @param columns the widths of the columns
   */
  public TerminalReport(Style style, Columns columns) {
    this.style = style;
    this.columns = columns;
  }

  /**
   * {@return all lines of a finished run, in aligned columns}
   *
   * @param report the run
   * @param path where the HTML report lies, as the user would open it
   * @param style what the terminal can show
   */
  public static List<String> lines(ConformanceReport report, String path, Style style) {
    TerminalReport form = new TerminalReport(style, Columns.of(report, style));
    List<String> lines = new ArrayList<>();
    lines.add(form.header(report));
    report.cases().forEach(one -> lines.addAll(form.lines(one)));
    lines.addAll(form.summary(report, path));
    return List.copyOf(lines);
  }

  /** {@return one line that says what is tested and where; uses nothing that a run yields} */
  public String header(ConformanceReport report) {
    return style.fit(
        "Spillway "
            + report.version()
            + " · router "
            + (report.router() + " " + report.routerVersion()).strip()
            + " · runtime "
            + report.runtime()
            + (report.runtimeReason().isBlank() ? "" : " (" + report.runtimeReason() + ")")
            + " · seed "
            + report.seed());
  }

  /** {@return the line of a case, and beneath it, unless it passed, why and how to run it again} */
  public List<String> lines(CaseReport report) {
    Result result = report.result();
    Verdict verdict = result.verdict();
    List<String> lines = new ArrayList<>();
    String figure = figure(result, style);
    String time = Figures.time(report.duration());
    int room = columns.figure() + columns.time() - Style.width(time);
    lines.add(
        "  "
            + Style.pad(style.fit(result.rule()), columns.rule())
            + "  "
            + Style.pad(style.fit(result.caseName()), columns.name())
            + "  "
            + style.paint(verdict, verdict.word())
            + " ".repeat(Math.max(0, columns.verdict() - verdict.word().length()))
            + "  "
            + (Style.width(figure) > room ? figure : Style.pad(figure, room))
            + "  "
            + time);
    if (explained(verdict)) {
      String indent = " ".repeat(columns.rule() + 4);
      wrap(style.fit(result.reason()), indent, lines);
      if (!result.evidence().isEmpty()) {
        Evidence first = result.evidence().get(0);
        wrap(style.fit("expected: " + first.expected()), indent, lines);
        wrap(style.fit("observed: " + first.observed()), indent, lines);
      }
      lines.add(indent + style.fit("again:    " + report.reproduce()));
    }
    return List.copyOf(lines);
  }

  /**
   * {@return the counts of all verdicts that occurred, where the report lies, how to run it again;
   * before it, where a run did not come to its end, why, and of the rules on link cost which
   * readings of the texts their cases fit}
   *
   * @param report the run
   * @param path where the HTML report lies, as the user would open it
   */
  public List<String> summary(ConformanceReport report, String path) {
    List<String> lines = new ArrayList<>();
    if (!report.unfinished().isEmpty()) {
      lines.add(
          style.paint(Verdict.INCONCLUSIVE, "unfinished") + ": " + style.fit(report.unfinished()));
    }
    SpillReadings.lines(report).forEach(line -> wrap(style.fit(line), "", lines));
    StringJoiner counts = new StringJoiner(" " + style.fit("·") + " ");
    counts.add(Figures.count(report.checked()) + " checked");
    for (Verdict verdict : SUMMARY_ORDER) {
      long count = report.count(verdict);
      if (count > 0) {
        counts.add(
            style.paint(verdict, Figures.count(count) + " " + verdict.word().replace('-', ' ')));
      }
    }
    if (report.checked() == 0) {
      counts.add(style.paint(Verdict.INCONCLUSIVE, "nothing was checked, which is no pass"));
    }
    counts.add("report " + style.fit(path));
    counts.add("again: " + style.fit(report.reproduce()));
    lines.add(counts.toString());
    return List.copyOf(lines);
  }

  /**
   * {@return the figure that decided a result, on one line; where it has none the reason, unless
   * that follows anyway}
   */
  static String figure(Result result, Style style) {
    boolean reason = result.figure().isBlank() && !explained(result.verdict());
    return style.fit(reason ? result.reason() : result.figure());
  }

  /** Whether a case with this verdict is followed by its reason. */
  private static boolean explained(Verdict verdict) {
    return verdict != Verdict.PASS && verdict != Verdict.NOT_APPLICABLE;
  }

  private static void wrap(String text, String indent, List<String> lines) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent.length()
          && Style.width(line.toString()) + 1 + Style.width(word) > WRAP_COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    if (line.length() > indent.length()) {
      lines.add(line.toString());
    }
  }
}
