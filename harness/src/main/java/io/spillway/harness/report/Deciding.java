package io.spillway.harness.report;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import java.util.List;
import java.util.Optional;

/** What decided a rule. Pure. */
public final class Deciding {

  private Deciding() {}

  /** {@return the first case of the gravest verdict; empty where none was run} */
  public static Optional<CaseReport> one(RuleReport report) {
    Verdict verdict = report.verdict();
    return report.cases().stream().filter(one -> one.result().verdict() == verdict).findFirst();
  }

  /**
   * {@return the figure of a rule's only case; of several how many have the gravest verdict, and
   * unless they passed the name and figure of the first of them}
   */
  public static String figure(RuleReport report) {
    List<CaseReport> cases = report.cases();
    if (cases.isEmpty()) {
      return "no case was run";
    }
    if (cases.size() == 1) {
      return cases.get(0).result().figure();
    }
    Verdict verdict = report.verdict();
    List<Result> deciding =
        cases.stream().map(CaseReport::result).filter(one -> one.verdict() == verdict).toList();
    Result first = deciding.get(0);
    return deciding.size()
        + " of "
        + cases.size()
        + " cases "
        + verdict.word().replace('-', ' ')
        + (verdict == Verdict.PASS ? "" : ": " + first.caseName())
        + (verdict == Verdict.PASS || first.figure().isEmpty() ? "" : ", " + first.figure());
  }
}
