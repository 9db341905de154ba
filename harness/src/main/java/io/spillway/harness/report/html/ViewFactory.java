package io.spillway.harness.report.html;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Statistics;
import io.spillway.harness.check.TrueShare;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.Deciding;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.SpillReadings;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the views of rules and cases, with ids that are unique on one page. Not thread-safe. */
final class ViewFactory {

  private final Anchors anchors = new Anchors();

  String anchor(String... texts) {
    return anchors.of(texts);
  }

  RuleView rule(RuleReport report) {
    Rule rule = report.rule();
    return new RuleView(
        anchor(rule.id()),
        rule.id(),
        rule.title(),
        rule.level().word(),
        rule.statement(),
        rule.citations().stream()
            .map(citation -> new RuleView.Citation(citation.source(), citation.heading()))
            .toList(),
        rule.features().stream().map(Feature::word).collect(Collectors.joining(", ")),
        Mark.of(report.verdict()),
        Deciding.figure(report),
        SpillReadings.sentence(report.cases()),
        cases(rule, report.cases()));
  }

  private List<CaseView> cases(Rule rule, List<CaseReport> reports) {
    List<CaseView> cases = new ArrayList<>();
    reports.forEach(report -> cases.add(view(rule, report, cases.isEmpty())));
    return List.copyOf(cases);
  }

  private CaseView view(Rule rule, CaseReport report, boolean first) {
    Result result = report.result();
    boolean bad = result.verdict() != Verdict.PASS && result.verdict() != Verdict.NOT_APPLICABLE;
    String anchor = anchor(rule.id(), result.caseName());
    List<Plot> plots = new ArrayList<>();
    result
        .drawings()
        .forEach(drawing -> plots.add(Plot.of(anchor + "-plot" + (plots.size() + 1), drawing)));
    return new CaseView(
        anchor,
        result.caseName(),
        report.level(),
        report.level() == rule.level() ? "" : report.level().word(),
        result.verdict(),
        Mark.of(result.verdict()),
        result.figure(),
        result.reason(),
        result.evidence().stream().map(ViewFactory::evidence).toList(),
        result.statistics().map(ViewFactory::statistics),
        parameters(rule, result.caseName()),
        Figures.time(report.duration()),
        report.history(),
        link(report.history()),
        files(report.files()),
        report.reproduce(),
        List.copyOf(plots),
        first || bad);
  }

  /** The files below the report, by their names. */
  private static Map<String, String> files(List<String> files) {
    Map<String, String> links = new LinkedHashMap<>();
    files.forEach(
        file ->
            link(file)
                .ifPresent(target -> links.put(file.substring(file.lastIndexOf('/') + 1), target)));
    return links;
  }

  private static CaseView.EvidenceView evidence(Evidence evidence) {
    return new CaseView.EvidenceView(
        evidence.expected(),
        evidence.observed(),
        evidence.attempts().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static CaseView.StatisticsView statistics(Statistics statistics) {
    return new CaseView.StatisticsView(
        Figures.count(statistics.n()),
        statistics.effect(),
        Figures.atLeast(statistics.power()),
        statistics.interval().map(ViewFactory::interval).orElse(""),
        Figures.probability(statistics.alpha()));
  }

  private static String interval(TrueShare interval) {
    return interval.of()
        + ": "
        + Figures.interval(interval.low(), interval.high())
        + " ("
        + Figures.atLeast(interval.confidence())
        + " sure)";
  }

  private static Map<String, String> parameters(Rule rule, String caseName) {
    return rule.cases().stream()
        .filter(one -> one.name().equals(caseName))
        .findFirst()
        .map(RuleCase::parameters)
        .orElse(Map.of());
  }

  /** A link only to what lies below the report's folder: never to another host or a script. */
  static Optional<String> link(String file) {
    String[] steps = file.replace('\\', '/').split("/", -1);
    if (Arrays.stream(steps).anyMatch(step -> step.isBlank() || step.equals(".."))) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(steps)
            .map(step -> URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/", "./", "")));
  }
}
