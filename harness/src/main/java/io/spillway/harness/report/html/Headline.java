package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.Scope;
import java.util.List;
import java.util.stream.Collectors;

/** The verdict on a run as one sentence. */
final class Headline {

  private static final int NAMED = 6;

  private Headline() {}

  static String of(ConformanceReport report) {
    String router = (report.router() + " " + report.routerVersion()).strip();
    return switch (report.verdict()) {
      case PASS -> passed(report, router);
      case FAIL ->
          router
              + " breaks "
              + rules(report, Verdict.FAIL, true)
              + (report.scope().strict()
                  ? ", which a strict run asks for."
                  : ", which it must keep.");
      case ERROR -> broke(report, router);
      case INCONCLUSIVE, NOT_APPLICABLE -> undecided(report, router);
    };
  }

  private static String broke(ConformanceReport report, String router) {
    List<String> failed = ids(report, Verdict.FAIL, true);
    return "The harness itself broke in "
        + rules(report, Verdict.ERROR, false)
        + ", which says nothing about "
        + router
        + (failed.isEmpty() ? "." : "; elsewhere " + router + " breaks " + named(failed) + ".");
  }

  private static String passed(ConformanceReport report, String router) {
    String kept =
        router
            + " keeps what it must: "
            + Figures.count(ids(report, Verdict.PASS, true).size(), "rule")
            + " checked in "
            + Figures.count(gating(report, Verdict.PASS), "case")
            + ", none broken.";
    List<String> others = ids(report, Verdict.FAIL, false);
    List<String> open =
        report
            .cases()
            .filter(report.scope()::staysOpen)
            .map(one -> one.result().rule())
            .distinct()
            .toList();
    return kept
        + (others.isEmpty()
            ? ""
            : " Beyond that it breaks " + named(others) + ", which fails no run.")
        + (open.isEmpty() ? "" : " Undecided, as was allowed: " + named(open) + ".");
  }

  private static long gating(ConformanceReport report, Verdict verdict) {
    return report
        .cases()
        .filter(one -> report.scope().gates(one) && one.result().verdict() == verdict)
        .count();
  }

  private static String undecided(ConformanceReport report, String router) {
    if (!report.unfinished().isEmpty()) {
      return "The run did not come to its end, so that nothing is decided about " + router + ".";
    }
    if (report.checked() == 0) {
      return "Nothing was checked, and nothing checked is no pass.";
    }
    List<String> open = ids(report, Verdict.INCONCLUSIVE, true);
    return open.isEmpty()
        ? notGating(report, router)
        : "The run could not gather the evidence for "
            + named(open)
            + ", so that "
            + router
            + " cannot be said to pass.";
  }

  private static String notGating(ConformanceReport report, String router) {
    List<String> broken = ids(report, Verdict.FAIL, false);
    return "No rule that "
        + router
        + " must keep was checked"
        + (broken.isEmpty()
            ? "."
            : "; beyond that it breaks " + named(broken) + ", which fails no run.");
  }

  private static String rules(ConformanceReport report, Verdict verdict, boolean gating) {
    return named(ids(report, verdict, gating));
  }

  private static List<String> ids(ConformanceReport report, Verdict verdict, boolean gating) {
    return report.rules().stream()
        .filter(rule -> has(report.scope(), rule, verdict, gating))
        .map(rule -> rule.rule().id())
        .distinct()
        .toList();
  }

  private static boolean has(Scope scope, RuleReport rule, Verdict verdict, boolean gating) {
    return rule.cases().stream()
        .filter(one -> !gating || scope.gates(one))
        .anyMatch(one -> one.result().verdict() == verdict);
  }

  /**
   * {@code rule M1}, {@code rules M1 and F2}, {@code 9 rules (B1, B2, C1, C2, C3, C4 and 3 more)}.
   */
  private static String named(List<String> ids) {
    int count = ids.size();
    if (count == 1) {
      return "rule " + ids.get(0);
    }
    if (count <= NAMED) {
      return "rules " + String.join(", ", ids.subList(0, count - 1)) + " and " + ids.get(count - 1);
    }
    return count
        + " rules ("
        + ids.stream().limit(NAMED).collect(Collectors.joining(", "))
        + " and "
        + (count - NAMED)
        + " more)";
  }
}
