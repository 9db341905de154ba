package io.spillway.harness.report;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** A rule whose cases are held ramps. */
final class SampleRamps {

  private SampleRamps() {}

  static RuleReport spill() {
    List<RuleCase> cases =
        List.of(
            new RuleCase("0 v 5", Rule.Level.MUST, costs("0", "5")),
            new RuleCase("10 v 20", Rule.Level.MUST, costs("10", "20")),
            new RuleCase("1 v 400", Rule.Level.MUST, costs("1", "400")));
    Rule rule =
        SampleReports.rule(
            "C5",
            "spill-over at the threshold",
            Rule.Level.MUST,
            "Held connections stay on the cheapest path until their number exceeds the cost of the "
                + "alternative; then new ones are spread over both.",
            List.of(
                new Rule.Citation("skupper-2.2", "Link cost"),
                new Rule.Citation("skupper-1", "Connecting sites, link cost")),
            Feature.LINK_COST,
            cases);
    return new RuleReport(
        rule,
        List.of(
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "C5",
                    "0 v 5",
                    Verdict.PASS,
                    "spill at 5 (perceived cost)",
                    "The first connection took the alternative with 5 open on the cheapest path, as"
                        + " the older texts say.",
                    List.of(new Evidence(List.of(5), "first spill at 5 or 6", "first spill at 5")),
                    Optional.empty(),
                    List.of(ramp("Held ramp, local 0 v remote 5", 5, 60, List.of(5, 6)))),
                1210),
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "C5",
                    "10 v 20",
                    Verdict.FAIL,
                    "spill at 14, allowed 10–11 or 20–21",
                    "The first connection took the alternative with 14 open on the cheapest path."
                        + " No reading of the documentation gives that figure.",
                    List.of(
                        new Evidence(
                            List.of(14, 15, 17, 18, 20),
                            "first spill with 10, 11, 20 or 21 open on the cheapest path",
                            "first spill with 14 open, at attempt 14, and again in the swapped"
                                + " run"),
                        new Evidence(
                            IntStream.range(14, 60).boxed().toList(),
                            "at least 10 of the next 40 on each path",
                            "20 and 20 of the next 40; 46 attempts in all, the first 20 are"
                                + " named")),
                    Optional.empty(),
                    List.of(
                        ramp("Held ramp, west 10 v east 20", 14, 60, List.of(10, 11, 20, 21)),
                        ramp("The same with the roles swapped", 14, 60, List.of(10, 11, 20, 21)))),
                2630),
            SampleReports.one(
                Rule.Level.MUST,
                new Result(
                    "C5",
                    "1 v 400",
                    Verdict.INCONCLUSIVE,
                    "212 of 480 connections opened",
                    "The workload at east stopped accepting at 212 open connections: its descriptor"
                        + " limit is 256. Raise it (ulimit -n 4096) and run this again.",
                    List.of(),
                    Optional.empty(),
                    List.of(
                        new Drawing.Ramp(
                            "Held ramp, west 1 v east 400",
                            "west/backend",
                            "east/backend",
                            IntStream.range(0, 212).mapToObj(i -> false).toList(),
                            List.of(399, 400, 401),
                            OptionalLong.empty(),
                            List.of()))),
                4120)));
  }

  /** Cases of which each fits another reading, and one in each of its orders. */
  static RuleReport readings() {
    Map<String, Set<Reading>> cases = new LinkedHashMap<>();
    cases.put("0 v 5", Set.of(Reading.values()));
    cases.put("2 v 10", Set.of(Reading.PERCEIVED_COST));
    cases.put("10 v 20", Set.of(Reading.OPEN_CONNECTIONS));
    cases.put("1 v 400", Set.of());
    return new RuleReport(
        spill().rule(),
        cases.entrySet().stream().map(one -> fitting(one.getKey(), one.getValue())).toList());
  }

  /** A case that passed, whose spills these readings explain. */
  static CaseReport fitting(String caseName, Set<Reading> readings) {
    return SampleReports.one(
        Rule.Level.MUST,
        new Result(
            "C5",
            caseName,
            Verdict.PASS,
            "spills as it may",
            "The spill points fit a reading.",
            List.of(new Evidence(List.of(5), "a first spill", "a first spill")),
            Optional.empty(),
            List.of(),
            Optional.of(readings)),
        500);
  }

  private static Map<String, String> costs(String best, String alternative) {
    Map<String, String> costs = new LinkedHashMap<>();
    costs.put("best", best);
    costs.put("alternative", alternative);
    return costs;
  }

  private static Drawing ramp(String title, int spill, int held, List<Integer> allowed) {
    return new Drawing.Ramp(
        title,
        "west/backend",
        "east/backend",
        IntStream.range(0, held).mapToObj(i -> i >= spill && (i - spill) % 3 != 1).toList(),
        allowed,
        OptionalLong.of(spill),
        List.of(
            new Drawing.Course(
                "perceived cost, kept level",
                false,
                List.of(
                    new Drawing.Corner(0, 0, 0),
                    new Drawing.Corner(allowed.get(0), 0, 0),
                    new Drawing.Corner(allowed.get(0) + 1, 0, 1),
                    new Drawing.Corner(
                        held, (held - allowed.get(0)) / 2, (held - allowed.get(0) + 1) / 2))),
            new Drawing.Course(
                "open connections, then spread",
                spill == 5,
                List.of(
                    new Drawing.Corner(0, 0, 0),
                    new Drawing.Corner(allowed.get(0), 0, 0),
                    new Drawing.Corner(allowed.get(0) + 1, 0, 1),
                    new Drawing.Corner(held, 12, held - allowed.get(0) - 12)))));
  }
}
