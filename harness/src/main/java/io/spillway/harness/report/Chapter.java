package io.spillway.harness.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a report that belongs to one chapter of the rulebook. A chapter is the letters that
 * its rules' ids begin with.
 *
 * @param name the letters, such as {@code M}
 * @param title what the chapter is about; the name again where a chapter is not known
 * @param part the run with this chapter's rules only, so that its verdict and counts are composed
 *     as those of the whole run are
 */
public record Chapter(String name, String title, ConformanceReport part) {

  private static final Map<String, String> TITLES =
      Map.of(
          "B", "Balancing of TCP connections",
          "C", "Link cost",
          "M", "Multi-key listeners",
          "F", "Failover of sites and workloads",
          "L", "linkerd-failover");

  /** {@return the report's chapters, in the order in which their first rules stand in it} */
  public static List<Chapter> of(ConformanceReport report) {
    Map<String, List<ConformanceReport.RuleReport>> rules = new LinkedHashMap<>();
    for (ConformanceReport.RuleReport rule : report.rules()) {
      rules.computeIfAbsent(rule.rule().chapter(), name -> new ArrayList<>()).add(rule);
    }
    return rules.entrySet().stream()
        .map(
            entry ->
                new Chapter(entry.getKey(), title(entry.getKey()), part(report, entry.getValue())))
        .toList();
  }

  /** {@return what the chapter of this name is about; the name again where it is not known} */
  public static String title(String name) {
    return TITLES.getOrDefault(name, name);
  }

  private static ConformanceReport part(
      ConformanceReport report, List<ConformanceReport.RuleReport> rules) {
    return new ConformanceReport(
        report.version(),
        report.router(),
        report.routerVersion(),
        report.runtime(),
        report.runtimeReason(),
        report.seed(),
        report.started(),
        report.duration(),
        report.alpha(),
        report.environment(),
        report.reproduce(),
        rules,
        report.unfinished(),
        report.scope());
  }
}
