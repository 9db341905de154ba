package io.spillway.harness.report.matrix;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.Chapter;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.Deciding;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.matrix.Finding.Observed;
import io.spillway.harness.report.matrix.Row.CaseRow;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reports side by side: rules down, routers across.
 *
 * @param columns the reports, in the order in which they were given
 * @param families the rules that any of them has, as the rulebook groups and orders them
 * @param differences what the runs as a whole do not have in common, a sentence each
 */
public record Matrix(List<Column> columns, List<Family> families, List<String> differences) {

  /** Why a cell has no verdict: the run was not asked about it. */
  public static final String NOT_SELECTED = "not selected";

  /** Why a cell has no verdict: the run ended before. */
  public static final String NOT_RUN = "not run";

  /** The order in which verdicts want to be looked at. */
  static final List<Verdict> BY_GRAVITY =
      List.of(
          Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.PASS, Verdict.NOT_APPLICABLE);

  /** Copies the lists. */
  public Matrix {
    columns = List.copyOf(columns);
    families = List.copyOf(families);
    differences = List.copyOf(differences);
  }

  /**
   * A chapter of the rulebook.
   *
   * @param name its letters
   * @param title what it is about
   * @param rows its rules
   */
  public record Family(String name, String title, List<Row> rows) {

    /** Copies the list. */
    public Family {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Sets reports side by side.
   *
   * @param entries the reports
   * @param rulebook the ids of all known rules, in order; a rule that is not among them comes after
   *     the one that it follows in its report
   * @return the matrix
   * @throws IllegalArgumentException if there is no report
   */
  public static Matrix of(List<Entry> entries, List<String> rulebook) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a matrix needs a report");
    }
    List<String> names = Names.of(entries);
    List<Column> columns =
        IntStream.range(0, entries.size())
            .mapToObj(
                index ->
                    new Column(
                        names.get(index), entries.get(index).report(), entries.get(index).links()))
            .toList();
    Differences differences = new Differences(columns);
    Map<String, List<Row>> families = new LinkedHashMap<>();
    for (String id : order(columns, rulebook)) {
      Row row = row(columns, id, differences);
      families.computeIfAbsent(row.rule().chapter(), name -> new ArrayList<>()).add(row);
    }
    return new Matrix(
        columns,
        families.entrySet().stream()
            .map(
                entry ->
                    new Family(entry.getKey(), Chapter.title(entry.getKey()), entry.getValue()))
            .toList(),
        differences.ofRuns());
  }

  /** {@return all rows, in order} */
  public Stream<Row> rows() {
    return families.stream().flatMap(family -> family.rows().stream());
  }

  /**
   * {@return how many rules of these rows have each verdict that occurred in a column, in the order
   * in which they want to be looked at}
   */
  public static Map<Verdict, Long> count(Collection<Row> rows, int column) {
    Map<Verdict, Long> found = new EnumMap<>(Verdict.class);
    rows.forEach(
        row -> row.cells().get(column).verdict().ifPresent(one -> found.merge(one, 1L, Long::sum)));
    Map<Verdict, Long> ordered = new LinkedHashMap<>();
    BY_GRAVITY.stream()
        .filter(found::containsKey)
        .forEach(verdict -> ordered.put(verdict, found.get(verdict)));
    return Collections.unmodifiableMap(ordered);
  }

  /** {@return how many rules of these rows a column does not have} */
  public static long absent(Collection<Row> rows, int column) {
    return rows.stream().filter(row -> row.cells().get(column).verdict().isEmpty()).count();
  }

  /** {@return for each rule the routers of which a case came to this verdict} */
  public List<Finding> findings(Verdict verdict) {
    return rows().map(row -> finding(row, verdict)).flatMap(Optional::stream).toList();
  }

  private Optional<Finding> finding(Row row, Verdict verdict) {
    List<Finding.Part> parts = new ArrayList<>();
    for (Column column : columns) {
      part(column, row.rule().id())
          .ifPresent(
              part -> {
                List<Observed> cases =
                    part.cases().stream()
                        .filter(one -> one.result().verdict() == verdict)
                        .map(one -> observed(column, one))
                        .toList();
                if (!cases.isEmpty()) {
                  String statement = part.rule().statement();
                  parts.add(
                      new Finding.Part(
                          column.name(),
                          statement.equals(row.rule().statement()) ? "" : statement,
                          cases));
                }
              });
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Finding(row.rule(), parts));
  }

  private static Observed observed(Column column, CaseReport one) {
    Result result = one.result();
    return new Observed(
        one,
        column.links().ruleCase(result.rule(), result.caseName()),
        column.links().history(one));
  }

  private static List<String> order(List<Column> columns, List<String> rulebook) {
    List<String> order = new ArrayList<>(new LinkedHashSet<>(rulebook));
    Set<String> occurring = new LinkedHashSet<>();
    for (Column column : columns) {
      int after = order.size() - 1;
      for (RuleReport report : column.report().rules()) {
        String id = report.rule().id();
        if (!order.contains(id)) {
          order.add(after + 1, id);
        }
        after = order.indexOf(id);
        occurring.add(id);
      }
    }
    order.retainAll(occurring);
    return order;
  }

  private static Row row(List<Column> columns, String id, Differences differences) {
    List<Optional<RuleReport>> parts = columns.stream().map(column -> part(column, id)).toList();
    Rule rule =
        parts.stream()
            .flatMap(Optional::stream)
            .map(RuleReport::rule)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no report has rule " + id));
    List<Cell> cells = new ArrayList<>();
    for (int index = 0; index < columns.size(); index++) {
      Column column = columns.get(index);
      cells.add(
          parts
              .get(index)
              .map(part -> cell(column, part))
              .orElseGet(() -> Cell.absent(NOT_SELECTED)));
    }
    Set<String> names = caseNames(parts);
    List<CaseRow> cases =
        names.size() < 2
            ? List.of()
            : names.stream()
                .filter(name -> !passesEverywhere(parts, name))
                .map(name -> caseRow(columns, parts, rule, name))
                .toList();
    return new Row(rule, cells, cases, names.size() - cases.size(), differences.ofRule(parts));
  }

  /** A report's part on a rule; of a rule that stands in it twice, all cases together. */
  private static Optional<RuleReport> part(Column column, String id) {
    List<RuleReport> parts =
        column.report().rules().stream().filter(one -> one.rule().id().equals(id)).toList();
    return parts.size() < 2
        ? parts.stream().findFirst()
        : Optional.of(
            new RuleReport(
                parts.get(0).rule(), parts.stream().flatMap(one -> one.cases().stream()).toList()));
  }

  private static Cell cell(Column column, RuleReport part) {
    Rule rule = part.rule();
    Optional<CaseReport> deciding = Deciding.one(part);
    boolean isOnly = part.cases().size() == 1;
    return new Cell(
        Optional.of(part.verdict()),
        "",
        deciding
            .filter(one -> isOnly || one.result().verdict() == Verdict.NOT_APPLICABLE)
            .map(one -> isOnly ? figure(one) : Deciding.figure(part) + ". " + figure(one))
            .orElseGet(() -> Deciding.figure(part)),
        others(column, part),
        deciding
            .filter(one -> one.level() != rule.level())
            .map(one -> one.level().word())
            .orElse(""),
        column.links().rule(rule.id()),
        deciding.flatMap(column.links()::history));
  }

  /** The case's figure, or where it has none the reason. */
  private static String figure(CaseReport one) {
    Result result = one.result();
    return result.figure().isBlank() ? result.reason() : result.figure();
  }

  /** What the cases came to that did not decide the rule; of those without a verdict why. */
  private static String others(Column column, RuleReport part) {
    Verdict deciding = part.verdict();
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : BY_GRAVITY) {
      long count = part.cases().stream().filter(c -> c.result().verdict() == verdict).count();
      if (verdict != deciding && count > 0) {
        counts.add(Figures.count(count) + " " + verdict.word().replace('-', ' '));
      }
    }
    int unjudged = part.rule().cases().size() - part.cases().size();
    if (!part.cases().isEmpty() && unjudged > 0) {
      counts.add(
          Figures.count(unjudged)
              + " "
              + (column.report().unfinished().isEmpty() ? NOT_SELECTED : NOT_RUN));
    }
    return String.join(", ", counts);
  }

  /** All cases that a report was asked about or has a verdict on, in order. */
  private static Set<String> caseNames(List<Optional<RuleReport>> parts) {
    Set<String> judged =
        parts.stream()
            .flatMap(Optional::stream)
            .flatMap(part -> part.cases().stream())
            .map(one -> one.result().caseName())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> ordered =
        parts.stream()
            .flatMap(Optional::stream)
            .flatMap(part -> part.rule().cases().stream())
            .map(RuleCase::name)
            .filter(judged::contains)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ordered.addAll(judged);
    return ordered;
  }

  /** Whether every report that has the rule has the case, and says pass. */
  private static boolean passesEverywhere(List<Optional<RuleReport>> parts, String name) {
    return parts.stream()
        .flatMap(Optional::stream)
        .allMatch(
            part ->
                one(part, name)
                    .filter(found -> found.result().verdict() == Verdict.PASS)
                    .isPresent());
  }

  private static Optional<CaseReport> one(RuleReport part, String name) {
    return part.cases().stream().filter(c -> c.result().caseName().equals(name)).findFirst();
  }

  private static CaseRow caseRow(
      List<Column> columns, List<Optional<RuleReport>> parts, Rule rule, String name) {
    List<Cell> cells = new ArrayList<>();
    for (int index = 0; index < columns.size(); index++) {
      Column column = columns.get(index);
      Optional<CaseReport> found = parts.get(index).flatMap(part -> one(part, name));
      boolean ended = parts.get(index).isPresent() && !column.report().unfinished().isEmpty();
      cells.add(
          found
              .map(one -> caseCell(column, one))
              .orElseGet(() -> Cell.absent(ended ? NOT_RUN : NOT_SELECTED)));
    }
    String level =
        parts.stream()
            .flatMap(Optional::stream)
            .map(part -> one(part, name))
            .flatMap(Optional::stream)
            .map(CaseReport::level)
            .findFirst()
            .filter(found -> found != rule.level())
            .map(Rule.Level::word)
            .orElse("");
    return new CaseRow(name, level, cells);
  }

  private static Cell caseCell(Column column, CaseReport one) {
    Result result = one.result();
    return new Cell(
        Optional.of(result.verdict()),
        "",
        figure(one),
        "",
        "",
        column.links().ruleCase(result.rule(), result.caseName()),
        column.links().history(one));
  }
}
