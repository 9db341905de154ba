package io.spillway.harness.report.text;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.Figures;
import io.spillway.harness.rule.Rule;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Widths of the columns of a {@link TerminalReport}, in characters.
 *
 * @param rule the rule's id
 * @param name the case's name
 * @param verdict the verdict's word; a longer word pushes what follows
 * @param figure the figure; a longer figure pushes the time
 * @param time the time taken, flush right
 */
public record Columns(int rule, int name, int verdict, int figure, int time) {

  private static final int MAX_NAME = 40;
  private static final int MAX_FIGURE = 100;

  /** {@return widths that fit a finished run} */
  static Columns of(ConformanceReport report, Style style) {
    List<CaseReport> cases = report.cases().toList();
    return new Columns(
        widest(cases, 2, 8, one -> Style.width(style.fit(one.result().rule()))),
        widest(cases, 0, MAX_NAME, one -> Style.width(style.fit(one.result().caseName()))),
        widest(cases, 5, 14, one -> one.result().verdict().word().length()),
        widest(
            cases, 0, MAX_FIGURE, one -> Style.width(TerminalReport.figure(one.result(), style))),
        widest(cases, 5, 12, one -> Style.width(Figures.time(one.duration()))));
  }

  /** {@return widths for cases that have yet to be run, known by their names only} */
  public static Columns of(Collection<Rule> rules) {
    return new Columns(
        widest(rules, 2, 8, rule -> Style.width(rule.id())),
        widest(
            rules.stream().flatMap(rule -> rule.cases().stream()).toList(),
            0,
            MAX_NAME,
            one -> Style.width(one.name())),
        5,
        MAX_FIGURE,
        5);
  }

  private static <T> int widest(Collection<T> values, int least, int most, ToIntFunction<T> width) {
    return Math.min(most, Math.max(least, values.stream().mapToInt(width).max().orElse(0)));
  }
}
