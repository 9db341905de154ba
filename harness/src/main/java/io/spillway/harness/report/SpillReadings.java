package io.spillway.harness.report;

import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the cases of a rule fit the same reading of the texts on link cost. Each of them may fit
 * any that is accepted, so different ones fail nothing; but a router that follows a text fits the
 * same one everywhere, and readers want to know.
 */
public final class SpillReadings {

  private static final int FEWEST = 2;

  private SpillReadings() {}

  /**
   * {@return a sentence for each rule that compares readings in several cases, with the rule's id
   * before it, in the order of the report}
   */
  public static List<String> lines(ConformanceReport report) {
    Map<String, List<CaseReport>> rules = new LinkedHashMap<>();
    for (RuleReport rule : report.rules()) {
      rules.computeIfAbsent(rule.rule().id(), id -> new ArrayList<>()).addAll(rule.cases());
    }
    List<String> lines = new ArrayList<>();
    rules.forEach(
        (id, cases) -> {
          String sentence = sentence(cases);
          if (!sentence.isEmpty()) {
            lines.add(id + ": " + sentence);
          }
        });
    return List.copyOf(lines);
  }

  /**
   * {@return which readings these cases of one rule fit, as a sentence; empty if readings explain
   * fewer than two of them}
   */
  public static String sentence(List<CaseReport> cases) {
    Map<String, Set<Reading>> fitting = new LinkedHashMap<>();
    for (CaseReport one : cases) {
      one.result().readings().ifPresent(fit -> fitting.put(one.result().caseName(), fit));
    }
    if (fitting.size() < FEWEST) {
      return "";
    }
    Set<Reading> common = EnumSet.allOf(Reading.class);
    fitting.values().forEach(common::retainAll);
    if (common.isEmpty()) {
      return "Cases fit different readings: " + apart(fitting) + ".";
    }
    String which =
        common.size() > 1
            ? "either reading"
            : "the " + common.iterator().next().word() + " reading";
    return fitting.size() == cases.size()
        ? "Each of the " + fitting.size() + " cases fits " + which + "."
        : fitting.size()
            + " of "
            + cases.size()
            + " cases fit "
            + which
            + "; the others were not seen to fit one.";
  }

  /** The cases that fit one reading only, by reading, and those whose own ramps differ. */
  private static String apart(Map<String, Set<Reading>> fitting) {
    List<String> parts = new ArrayList<>();
    for (Reading reading : Reading.values()) {
      String names = names(fitting, EnumSet.of(reading));
      if (!names.isEmpty()) {
        parts.add(names + " only " + reading.word());
      }
    }
    String names = names(fitting, Set.of());
    if (!names.isEmpty()) {
      parts.add(names + " another one in each order");
    }
    return String.join("; ", parts);
  }

  private static String names(Map<String, Set<Reading>> fitting, Set<Reading> readings) {
    return fitting.entrySet().stream()
        .filter(entry -> entry.getValue().equals(readings))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
