package io.spillway.harness.report.matrix;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.SampleReports;
import io.spillway.harness.report.Scope;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Small reports to set side by side. */
public final class SampleMatrices {

  /** The order of rules that tests use. */
  public static final List<String> RULEBOOK = List.of("B1", "B4", "C5", "M1", "M7", "F2", "L1");

  private SampleMatrices() {}

  /** {@return a router that keeps its two rules, one of which no other sample has} */
  public static ConformanceReport keeps() {
    return report(
        "spillway",
        "0.1.0",
        rule(
            "M1",
            one("25/75", Verdict.PASS, "25.3 % for 25 %", Map.of("n", "1600")),
            one("1/99", Verdict.PASS, "1.1 % for 1 %", Map.of("n", "1600"))),
        rule("B1", one("held", Verdict.PASS, "98 of 200", Map.of())));
  }

  /** {@return a router that breaks a case of a rule, and lacks what another rule needs} */
  public static ConformanceReport breaks() {
    return report(
        "haproxy",
        "2.6.12",
        rule(
            "M1",
            one("25/75", Verdict.FAIL, "50.1 % for 25 %", Map.of("n", "1600")),
            one("1/99", Verdict.PASS, "1.0 % for 1 %", Map.of("n", "1600"))),
        rule("L1", one("sequential", Verdict.NOT_APPLICABLE, "", Map.of())));
  }

  /** {@return the same report, with this in its environment too} */
  public static ConformanceReport with(ConformanceReport report, String name, String value) {
    Map<String, String> environment = new LinkedHashMap<>(report.environment());
    environment.put(name, value);
    return copy(report, environment, report.unfinished());
  }

  /** {@return the same report as of a run that did not come to its end} */
  public static ConformanceReport unfinished(ConformanceReport report, String why) {
    return copy(report, report.environment(), why);
  }

  private static ConformanceReport copy(
      ConformanceReport report, Map<String, String> environment, String unfinished) {
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
        environment,
        report.reproduce(),
        report.rules(),
        unfinished,
        report.scope());
  }

  /** {@return a report of these rules} */
  public static ConformanceReport report(String router, String version, RuleReport... rules) {
    return report(router, version, "embedded", rules);
  }

  static ConformanceReport report(
      String router, String version, String runtime, RuleReport... rules) {
    return new ConformanceReport(
        "0.1.0",
        router,
        version,
        runtime,
        "asked for",
        7,
        Instant.parse("2026-11-22T09:30:00Z"),
        Duration.ofSeconds(42),
        1e-6,
        Map.of(),
        "bin/spillway run --seed 7",
        List.of(rules),
        "",
        Scope.EVERYTHING);
  }

  /** {@return a rule that was asked these cases} */
  public static RuleReport rule(String id, Asked... asked) {
    return new RuleReport(
        new Rule(
            id,
            "rule " + id,
            Rule.Level.MUST,
            "A router keeps " + id + ".",
            List.of(new Rule.Citation("skupper-2.2", "Heading of " + id)),
            List.of(Feature.BALANCING),
            "sample",
            Stream.of(asked)
                .map(one -> new RuleCase(one.name(), one.level(), one.parameters()))
                .toList()),
        Stream.of(asked)
            .filter(one -> one.verdict().isPresent())
            .map(one -> judged(id, one, one.verdict().get()))
            .toList());
  }

  /** A case with what it came to; without a verdict where it was not run. */
  public record Asked(
      String name,
      Rule.Level level,
      Optional<Verdict> verdict,
      String figure,
      Map<String, String> parameters) {

    Asked at(Rule.Level other) {
      return new Asked(name, other, verdict, figure, parameters);
    }
  }

  /** {@return a case that came to this} */
  public static Asked one(
      String name, Verdict verdict, String figure, Map<String, String> parameters) {
    return new Asked(name, Rule.Level.MUST, Optional.of(verdict), figure, parameters);
  }

  static Asked notRun(String name) {
    return new Asked(name, Rule.Level.MUST, Optional.empty(), "", Map.of());
  }

  private static CaseReport judged(String id, Asked asked, Verdict verdict) {
    String reason =
        switch (verdict) {
          case PASS -> "It was kept.";
          case NOT_APPLICABLE -> "The router's driver does not declare linkerd-failover.";
          case INCONCLUSIVE -> "Too few attempts were served.";
          case FAIL -> "The shares do not fit the weights.";
          case ERROR -> "The harness ran out of ports.";
        };
    return new CaseReport(
        asked.level(),
        new Result(
            id,
            asked.name(),
            verdict,
            asked.figure(),
            reason,
            verdict == Verdict.FAIL
                ? List.of(new Evidence(List.of(1, 2), "25 %", asked.figure()))
                : List.of(),
            Optional.empty(),
            List.of()),
        Duration.ofSeconds(1),
        "scenarios/" + id + " " + asked.name().replace('/', '-') + "/history.jsonl",
        "bin/spillway run --rule '" + id + "/" + asked.name() + "' --seed 7");
  }

  /** {@return these reports side by side, without links} */
  public static Matrix sideBySide(ConformanceReport... reports) {
    return Matrix.of(
        Stream.of(reports)
            .map(report -> new Entry(report, "", "conformance", EvidenceLinks.NONE))
            .toList(),
        RULEBOOK);
  }

  /** {@return every kind of report that there are samples of, side by side} */
  public static Matrix everything() {
    return sideBySide(
        SampleReports.mixed(),
        SampleReports.passed(),
        SampleReports.unfinished(),
        SampleReports.empty(),
        SampleReports.readings(),
        SampleReports.hostile(),
        keeps(),
        breaks());
  }
}
