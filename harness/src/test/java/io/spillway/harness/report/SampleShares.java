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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules whose cases are drawn as shares, or not at all. */
final class SampleShares {

  private SampleShares() {}

  static RuleReport balancing() {
    Rule rule =
        SampleReports.rule(
            "B4",
            "the faster site gets more traffic",
            Rule.Level.SHOULD,
            "At equal path cost the site that closes connections sooner has the lower perceived cost, "
                + "so it gets the larger share of concurrent traffic.",
            List.of(
                new Rule.Citation("skupper-2.2", "Load balancing"),
                new Rule.Citation("rhsi-5", "Understanding cost-based load balancing")),
            Feature.BALANCING,
            List.of(
                new RuleCase("16 clients, east slow", Rule.Level.SHOULD, Map.of("clients", "16"))));
    return new RuleReport(
        rule,
        List.of(
            SampleReports.one(
                Rule.Level.SHOULD,
                new Result(
                    "B4",
                    "16 clients, east slow",
                    Verdict.FAIL,
                    "n 2,000 · 49.8 % for more than 50 % · α 1e-7",
                    "West answers ten times as fast as east and still got only half of the traffic, as if "
                        + "connections were dealt out in turn.",
                    List.of(
                        new Evidence(
                            List.of(),
                            "west above 50 % by an exact binomial test",
                            "west 996 of 2,000 (49.8 %)")),
                    Optional.of(
                        new Statistics(
                            2000, 1e-7, "a share of 56 % or more", 0.9991, Optional.empty())),
                    List.of(
                        new Drawing.Shares(
                            "Share of connections by site",
                            List.of(
                                new Drawing.Bar("west/backend, fast", 996, .498, .442, .554, .5, 1),
                                new Drawing.Bar(
                                    "east/backend, slow", 1004, .502, .446, .558, 0, .5))))),
                8450)));
  }

  static RuleReport weighted() {
    List<RuleCase> cases =
        List.of(
            new RuleCase(
                "weighted 25/75",
                Rule.Level.MUST,
                Map.of("weights", "backend-a: 25, backend-b: 75")),
            new RuleCase("five equal keys", Rule.Level.MUST, Map.of("weights", "1, 1, 1, 1, 1")),
            new RuleCase("weighted 1/99", Rule.Level.MUST, Map.of("weights", "1, 99")),
            new RuleCase("weighted 0/100", Rule.Level.ADVISORY, Map.of("weights", "0, 100")));
    return new RuleReport(
        weightedRule(cases),
        List.of(
            weightedCase(),
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "M1",
                    "five equal keys",
                    Verdict.FAIL,
                    "n 1,404 · 29.7 % for 20 % · ±5 points would have been seen · α 1e-7",
                    "One key gets half as much again as its weight says. Chance does this to a router that "
                        + "keeps the rule less than once in ten million runs.",
                    List.of(
                        new Evidence(
                            List.of(3, 4, 8, 11, 15, 16, 21),
                            "20 % for each key",
                            "29.7 % for backend-with-a-very-long-routing-key.namespace-of-the-team")),
                    Optional.of(new Statistics(1404, 1e-7, "±5 points", 0.9993, Optional.empty())),
                    List.of(
                        new Drawing.Shares(
                            "Share of connections by routing key",
                            List.of(
                                new Drawing.Bar(
                                    "backend-with-a-very-long-routing-key.namespace-of-the-team",
                                    417,
                                    .297,
                                    .234,
                                    .366,
                                    .2,
                                    .2),
                                new Drawing.Bar("backend-2", 241, .1717, .122, .231, .2, .2),
                                new Drawing.Bar("backend-3", 256, .1823, .131, .243, .2, .2),
                                new Drawing.Bar("backend-4", 244, .1738, .124, .233, .2, .2),
                                new Drawing.Bar("backend-5", 246, .1752, .125, .235, .2, .2))))),
                2110),
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "M1",
                    "weighted 1/99",
                    Verdict.ERROR,
                    "",
                    "The harness ran out of local ports after 27,311 attempts (EADDRNOTAVAIL). Nothing is "
                        + "said about the router; widen net.ipv4.ip_local_port_range or lower the budget.",
                    List.of(),
                    Optional.empty(),
                    List.of()),
                31_400),
            SampleReports.one(
                Rule.Level.ADVISORY,
                new Result(
                    "M1",
                    "weighted 0/100",
                    Verdict.PASS,
                    "0 of 2,000 on weight 0",
                    "A key of weight 0 got nothing.",
                    List.of(),
                    Optional.empty(),
                    List.of(
                        new Drawing.Shares(
                            "Share of connections by routing key",
                            List.of(
                                new Drawing.Bar("backend-a, weight 0", 0, 0, 0, .0081, 0, 0),
                                new Drawing.Bar("backend-b", 2000, 1, .9919, 1, 1, 1),
                                new Drawing.Bar(
                                    "backend-c, never reached",
                                    0,
                                    Double.NaN,
                                    Double.NaN,
                                    Double.NaN,
                                    .1,
                                    .2))))),
                1900)));
  }

  private static Rule weightedRule(List<RuleCase> cases) {
    return SampleReports.rule(
        "M1",
        "weighted division",
        Rule.Level.MUST,
        "A weighted listener divides connections over its routing keys in proportion to their weights.",
        List.of(new Rule.Citation("skupper-2.2", "Creating a multi-key listener using YAML")),
        Feature.WEIGHTED_LISTENER,
        cases);
  }

  private static CaseReport weightedCase() {
    return SampleReports.one(
        Rule.Level.MUST,
        new Result(
            "M1",
            "weighted 25/75",
            Verdict.PASS,
            "n 1,612 · 25.3 % for 25 % · ±5 points would have been seen · α 1e-7",
            "The shares fit the weights.",
            List.of(new Evidence(List.of(), "25 % and 75 %", "25.3 % and 74.7 %")),
            Optional.of(
                new Statistics(
                    1612,
                    1e-7,
                    "±5 points",
                    0.9990,
                    Optional.of(new TrueShare("connections at backend-a", .2257, .2825, .99)))),
            List.of(
                new Drawing.Shares(
                    "Share of connections by routing key",
                    List.of(
                        new Drawing.Bar("backend-a, weight 25", 408, .2531, .199, .312, .25, .25),
                        new Drawing.Bar(
                            "backend-b, weight 75", 1204, .7469, .688, .801, .75, .75))))),
        1240);
  }

  static RuleReport weightedPassed() {
    return new RuleReport(
        weightedRule(List.of(new RuleCase("weighted 25/75", Rule.Level.MUST, Map.of()))),
        List.of(weightedCase()));
  }

  static RuleReport split() {
    Rule rule =
        SampleReports.rule(
            "L1",
            "the primary gets all traffic",
            Rule.Level.MUST,
            "While the primary backend of a TrafficSplit is ready it gets all traffic and the secondaries "
                + "get none.",
            List.of(new Rule.Citation("linkerd-failover", "How it works")),
            Feature.SITE_FAILOVER,
            List.of(new RuleCase("sequential", Rule.Level.MUST, Map.of())));
    return new RuleReport(
        rule,
        List.of(
            new CaseReport(
                Rule.Level.MUST,
                new Result(
                    "L1",
                    "sequential",
                    Verdict.NOT_APPLICABLE,
                    "",
                    "skupper-router does not declare traffic-split.",
                    List.of(),
                    Optional.empty(),
                    List.of()),
                Duration.ZERO,
                "",
                "mvn verify -Dspillway.rule=L1 -Dspillway.seed=739118")));
  }
}
