package io.spillway.harness.report;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Rules whose cases are timelines. */
final class SampleTimelines {

  private SampleTimelines() {}

  static RuleReport priorityRule() {
    Rule rule =
        SampleReports.rule(
            "M7",
            "priority failover in order",
            Rule.Level.MUST,
            "When the first key of a priority listener becomes unavailable, traffic moves to the next "
                + "key in the list, and in that order.",
            List.of(new Rule.Citation("skupper-2.2", "Multi-key listeners")),
            Feature.PRIORITY_LISTENER,
            List.of(new RuleCase("three keys, 1 then 2", Rule.Level.MUST, Map.of())));
    return new RuleReport(
        rule,
        List.of(
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "M7",
                    "three keys, 1 then 2",
                    Verdict.PASS,
                    "each of 3 keys in its turn, last failed attempt after 0.42 s",
                    "Each key took over when those before it were gone.",
                    List.of(),
                    Optional.empty(),
                    List.of(
                        new Drawing.Timeline(
                            "Attempts by key while keys are withdrawn",
                            30,
                            List.of(
                                lane("backend-1", false, 120, i -> i < 40 || i >= 104 ? 10 : 0),
                                lane("backend-2", false, 120, i -> i >= 41 && i < 72 ? 10 : 0),
                                lane("backend-3", false, 120, i -> i >= 74 && i < 104 ? 10 : 0),
                                lane(
                                    "failed",
                                    true,
                                    120,
                                    i -> i == 40 ? 4 : i == 72 ? 8 : i == 73 ? 3 : 0)),
                            List.of(
                                new Drawing.Band("withdraw backend-1", 10, 26, true),
                                new Drawing.Band("withdraw backend-2", 18, 26, true)),
                            OptionalDouble.of(5)))),
                31_020)));
  }

  private static Rule siteRule() {
    return SampleReports.rule(
        "F2",
        "a site fails",
        Rule.Level.MUST,
        "When a site fails, new connections go to the sites where the service is still available.",
        List.of(
            new Rule.Citation("skupper-2.2", "Service availability"),
            new Rule.Citation("rhsi-5", "High availability")),
        Feature.SITE_FAILOVER,
        List.of(
            new RuleCase("killed", Rule.Level.MUST, Map.of("limit", "10 s")),
            new RuleCase("frozen", Rule.Level.MUST, Map.of("limit", "10 s"))));
  }

  private static CaseReport frozen() {
    return SampleReports.one(
        Rule.Level.MUST,
        new Result(
            "F2",
            "frozen",
            Verdict.PASS,
            "14 attempts failed, the last after 1.31 s (limit 10 s), then 0 of 500",
            "New connections reached the other site within the limit, and none failed afterwards.",
            List.of(
                new Evidence(
                    List.of(412, 413, 415, 416, 418, 421),
                    "no failure later than 10 s after the fault",
                    "the last of 14 failures 1.31 s after the fault")),
            Optional.empty(),
            List.of(
                new Drawing.Timeline(
                    "Attempts by site, east frozen",
                    26,
                    List.of(
                        lane(
                            "west/backend",
                            false,
                            130,
                            i -> i < 40 ? 5 : i < 47 ? 3 : i < 100 ? 10 : 5),
                        lane("east/backend", false, 130, i -> i < 40 ? 5 : i < 102 ? 0 : 5),
                        lane("failed: timed out", true, 130, i -> i >= 40 && i < 47 ? 2 : 0)),
                    List.of(
                        new Drawing.Band("before", 0, 8, false),
                        new Drawing.Band("freeze east", 8, 20, true),
                        new Drawing.Band("after", 20, 26, false)),
                    OptionalDouble.of(10)))),
        2640);
  }

  static RuleReport site() {
    return new RuleReport(
        siteRule(),
        List.of(
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "F2",
                    "killed",
                    Verdict.PASS,
                    "0 attempts failed, then 0 of 500",
                    "The router noticed the reset at once and no client saw a failure.",
                    List.of(),
                    Optional.empty(),
                    List.of()),
                1980),
            frozen()));
  }

  static RuleReport sitePassed() {
    return new RuleReport(siteRule(), List.of(frozen()));
  }

  static RuleReport healing() {
    Rule rule =
        SampleReports.rule(
            "F7",
            "flapping leaves no wrong steady state",
            Rule.Level.MUST,
            "After a link has gone up and down many times, the network returns to the distribution that "
                + "it had.",
            List.of(),
            Feature.SITE_FAILOVER,
            List.of(new RuleCase("20 flaps", Rule.Level.SHOULD, Map.of("flaps", "20"))));
    List<Drawing.Band> flaps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      flaps.add(new Drawing.Band("cut west–east", 5 + i * 2.0, 6 + i * 2.0, true));
    }
    return new RuleReport(
        rule,
        List.of(
            SampleReports.one(
                Rule.Level.SHOULD,
                new Result(
                    "F7",
                    "20 flaps",
                    Verdict.FAIL,
                    "failures until 13.2 s after the last fault (limit 8 s)",
                    "Attempts still failed long after the link had healed for good.",
                    List.of(
                        new Evidence(
                            List.of(2051, 2052, 2060),
                            "no failure later than 8 s after the last heal",
                            "3 failures, the last after 13.2 s")),
                    Optional.empty(),
                    List.of(
                        new Drawing.Timeline(
                            "Attempts while the link flaps",
                            65,
                            List.of(
                                lane(
                                    "west/backend",
                                    false,
                                    260,
                                    i -> i < 20 || i > 240 ? 5 : 5 + i % 3),
                                lane(
                                    "east/backend",
                                    false,
                                    260,
                                    i -> i < 20 || i > 240 ? 5 : i % 8 < 4 ? 0 : 3),
                                lane(
                                    "failed: reset",
                                    true,
                                    260,
                                    i -> i > 20 && i < 180 && i % 8 == 4 ? 2 : i == 220 ? 1 : 0)),
                            flaps,
                            OptionalDouble.of(80)))),
                66_000)));
  }

  private static Drawing.Lane lane(
      String label, boolean bad, int slices, java.util.function.IntUnaryOperator count) {
    return new Drawing.Lane(label, bad, IntStream.range(0, slices).map(count).boxed().toList());
  }
}
