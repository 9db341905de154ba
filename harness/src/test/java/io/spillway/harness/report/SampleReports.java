package io.spillway.harness.report;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Statistics;
import io.spillway.harness.check.TrueShare;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reports to test with: every verdict, every drawing, and the texts that break careless pages. */
public final class SampleReports {

  /** A text that must never reach a page as markup. */
  public static final String HOSTILE = "\"'><script>alert(1)</script>&amp;${7*7}</style></title>";

  private SampleReports() {}

  /** {@return a run in which every verdict and every drawing occurs} */
  public static ConformanceReport mixed() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("machine", "2 cores, 7.8 GiB, Linux 6.1.0 amd64");
    environment.put("JDK", "17.0.15+6 (Debian)");
    environment.put("container engine", "none: nothing answers at unix:///var/run/docker.sock");
    environment.put("Toxiproxy", "embedded, speaks the API of 2.12.0");
    return new ConformanceReport(
        "0.1.0",
        "skupper-router",
        "3.4.0",
        "embedded",
        "no engine answers at unix:///var/run/docker.sock",
        739118,
        Instant.parse("2026-11-21T10:15:30Z"),
        Duration.ofMillis(184_250),
        1e-6,
        environment,
        "mvn verify -Dspillway.seed=739118",
        List.of(
            SampleShares.balancing(),
            SampleRamps.spill(),
            SampleShares.weighted(),
            SampleTimelines.priorityRule(),
            SampleTimelines.site(),
            SampleTimelines.healing(),
            SampleShares.split()),
        "",
        new Scope("skupper-2.2/core", false, List.of(), profiles()));
  }

  private static List<ProfileReport> profiles() {
    return List.of(
        new ProfileReport(
            "skupper-2.2",
            "Skupper 2.2",
            new ProfileReport.PartReport(
                14,
                Map.of(
                    Verdict.PASS, 6, Verdict.INCONCLUSIVE, 1, Verdict.FAIL, 3, Verdict.ERROR, 1)),
            new ProfileReport.PartReport(1, Map.of(Verdict.FAIL, 1))),
        new ProfileReport(
            "linkerd-failover",
            "linkerd-failover",
            new ProfileReport.PartReport(9, Map.of(Verdict.NOT_APPLICABLE, 1)),
            new ProfileReport.PartReport(0, Map.of())));
  }

  /** {@return a run of which every case passed} */
  public static ConformanceReport passed() {
    return with(mixed(), List.of(SampleShares.weightedPassed(), SampleTimelines.sitePassed()), "");
  }

  /** {@return a run in which nothing was run} */
  public static ConformanceReport empty() {
    return with(mixed(), List.of(), "");
  }

  /** {@return a run that was stopped on its way, after a case that passed} */
  public static ConformanceReport unfinished() {
    return with(
        mixed(), List.of(SampleShares.weightedPassed()), "the time budget of 2 min was used up");
  }

  /** {@return a run of a rule whose cases fit different readings of the texts} */
  public static ConformanceReport readings() {
    return with(mixed(), List.of(SampleRamps.readings()), "");
  }

  /** {@return a run that holds a hostile text wherever a text may stand} */
  public static ConformanceReport hostile() {
    Rule rule =
        new Rule(
            HOSTILE,
            HOSTILE,
            Rule.Level.MUST,
            HOSTILE,
            List.of(new Rule.Citation(HOSTILE, HOSTILE)),
            List.of(Feature.BALANCING),
            HOSTILE,
            List.of(new RuleCase(HOSTILE, Rule.Level.SHOULD, Map.of(HOSTILE, HOSTILE))));
    Result result =
        new Result(
            HOSTILE,
            HOSTILE,
            Verdict.FAIL,
            HOSTILE,
            HOSTILE,
            List.of(new Evidence(List.of(1), HOSTILE, HOSTILE)),
            Optional.of(
                new Statistics(
                    1,
                    Double.NaN,
                    HOSTILE,
                    Double.POSITIVE_INFINITY,
                    Optional.of(new TrueShare(HOSTILE, Double.NaN, Double.NaN, Double.NaN)))),
            List.of(
                new Drawing.Shares(
                    HOSTILE,
                    List.of(
                        new Drawing.Bar(
                            HOSTILE,
                            0,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN))),
                new Drawing.Ramp(
                    HOSTILE,
                    HOSTILE,
                    HOSTILE,
                    List.of(),
                    List.of(),
                    OptionalLong.empty(),
                    List.of(new Drawing.Course(HOSTILE, false, List.of()))),
                new Drawing.Timeline(
                    HOSTILE,
                    Double.NaN,
                    List.of(new Drawing.Lane(HOSTILE, true, List.of())),
                    List.of(new Drawing.Band(HOSTILE, Double.NaN, Double.NaN, true)),
                    OptionalDouble.empty())));
    return new ConformanceReport(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        Long.MIN_VALUE,
        Instant.EPOCH,
        Duration.ZERO,
        Double.NaN,
        Map.of(HOSTILE, HOSTILE),
        HOSTILE,
        List.of(
            new RuleReport(
                rule,
                List.of(
                    new CaseReport(
                        Rule.Level.MUST,
                        result,
                        Duration.ZERO,
                        "javascript:" + HOSTILE,
                        HOSTILE)))),
        HOSTILE);
  }

  /** {@return the same run with other rules} */
  public static ConformanceReport with(
      ConformanceReport report, List<RuleReport> rules, String unfinished) {
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
        unfinished);
  }

  static Rule rule(
      String id,
      String title,
      Rule.Level level,
      String statement,
      List<Rule.Citation> citations,
      Feature feature,
      List<RuleCase> cases) {
    return new Rule(id, title, level, statement, citations, List.of(feature), "sample", cases);
  }

  static CaseReport one(Rule.Level level, Result result, long millis) {
    return new CaseReport(
        level,
        result,
        Duration.ofMillis(millis),
        "histories/" + result.rule() + "/" + result.caseName().replace('/', '-') + ".jsonl",
        "mvn verify -Dspillway.rule="
            + result.rule()
            + " -Dspillway.case='"
            + result.caseName()
            + "' -Dspillway.seed=739118");
  }
}
