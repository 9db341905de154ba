package io.spillway.harness.report.matrix;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.Figures;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says, a sentence each, where reports were not made alike, so that no cell claims more. */
final class Differences {

  private static final String NONE = "none";

  /** A run's commands name its scale, unless that is 1; nothing else in a report does. */
  private static final Pattern SCALE = Pattern.compile("(?:--scale|spillway\\.scale)=([0-9.]+)");

  private final List<Column> columns;

  Differences(List<Column> columns) {
    this.columns = columns;
  }

  /** {@return what the runs as a whole do not have in common} */
  List<String> ofRuns() {
    List<String> sentences = new ArrayList<>();
    add(sentences, "Spillway’s version", ConformanceReport::version);
    add(sentences, "rulebook", report -> orNone(report.environment().getOrDefault("rulebook", "")));
    add(sentences, "α of the run", report -> Figures.probability(report.alpha()));
    add(sentences, "profile asked for", report -> orNone(report.scope().profile()));
    add(sentences, "strict", report -> report.scope().strict() ? "yes" : "no");
    add(
        sentences,
        "may stay undecided",
        report -> orNone(String.join(", ", report.scope().mayStayOpen())));
    add(sentences, "budget", report -> orNone(report.environment().getOrDefault("budget", "")));
    add(sentences, "sample sizes as multiples of the rulebook’s", Differences::scale);
    return List.copyOf(sentences);
  }

  private static String scale(ConformanceReport report) {
    String command =
        report.cases().map(CaseReport::reproduce).findFirst().orElse(report.reproduce());
    Matcher scale = SCALE.matcher(command);
    return scale.find() ? scale.group(1) : "1";
  }

  /**
   * {@return what the reports do not ask the same of a rule}
   *
   * @param parts the rule's part in each report, in the order of the columns
   */
  List<String> ofRule(List<Optional<RuleReport>> parts) {
    List<String> sentences = new ArrayList<>();
    add(sentences, "title", parts, part -> "“" + part.rule().title() + "”");
    add(sentences, "statement", parts, part -> "“" + part.rule().statement() + "”");
    add(sentences, "level", parts, part -> part.rule().level().word());
    add(sentences, "needs", parts, part -> orNone(features(part.rule())));
    for (String name : caseNames(parts)) {
      add(sentences, name + ": level", levels(parts, name));
      Map<String, Map<String, String>> values = new LinkedHashMap<>();
      for (int index = 0; index < columns.size(); index++) {
        String column = columns.get(index).name();
        judged(parts.get(index), name)
            .ifPresent(
                one ->
                    one.parameters()
                        .forEach(
                            (parameter, value) ->
                                values
                                    .computeIfAbsent(parameter, key -> new LinkedHashMap<>())
                                    .put(column, value)));
      }
      Set<String> asked = levels(parts, name).keySet();
      values.forEach(
          (parameter, found) -> {
            Map<String, String> all = new LinkedHashMap<>();
            asked.forEach(column -> all.put(column, found.getOrDefault(column, NONE)));
            add(sentences, name + ": " + parameter, all);
          });
    }
    return List.copyOf(sentences);
  }

  private Map<String, String> levels(List<Optional<RuleReport>> parts, String name) {
    Map<String, String> levels = new LinkedHashMap<>();
    for (int index = 0; index < columns.size(); index++) {
      String column = columns.get(index).name();
      judged(parts.get(index), name).ifPresent(one -> levels.put(column, one.level().word()));
    }
    return levels;
  }

  private static String features(Rule rule) {
    return rule.features().stream().map(Feature::word).collect(Collectors.joining(", "));
  }

  /** The names of all cases that a report has a verdict on. */
  private static Set<String> caseNames(List<Optional<RuleReport>> parts) {
    return parts.stream()
        .flatMap(Optional::stream)
        .flatMap(part -> part.cases().stream())
        .map(one -> one.result().caseName())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The case as the rule has it, where the report has a verdict on it. */
  private static Optional<RuleCase> judged(Optional<RuleReport> part, String name) {
    return part.filter(
            report -> report.cases().stream().anyMatch(c -> c.result().caseName().equals(name)))
        .flatMap(
            report ->
                report.rule().cases().stream().filter(one -> one.name().equals(name)).findFirst());
  }

  private void add(List<String> sentences, String what, Function<ConformanceReport, String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    columns.forEach(column -> values.put(column.name(), words.apply(column.report())));
    add(sentences, what, values);
  }

  private void add(
      List<String> sentences,
      String what,
      List<Optional<RuleReport>> parts,
      Function<RuleReport, String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int index = 0; index < columns.size(); index++) {
      String column = columns.get(index).name();
      parts.get(index).ifPresent(part -> values.put(column, words.apply(part)));
    }
    add(sentences, what, values);
  }

  /** Adds a sentence if the columns do not all have the same value. */
  private static void add(List<String> sentences, String what, Map<String, String> values) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    values.forEach(
        (column, value) -> columns.computeIfAbsent(value, key -> new ArrayList<>()).add(column));
    if (columns.size() > 1) {
      sentences.add(
          columns.entrySet().stream()
              .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
              .collect(Collectors.joining("; ", what + ": ", "")));
    }
  }

  private static String orNone(String text) {
    return text.isBlank() ? NONE : text;
  }
}
