package io.spillway.harness.junit;

import io.qameta.allure.Allure;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Session;
import io.spillway.harness.run.UnplayedException;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Has a case judged and says the verdict in JUnit's terms. */
record JudgedRun(Session session, Question question) implements RuleRun {

  @Override
  public void judge(Scenario scenario) {
    CaseReport report;
    try {
      report = session.judge(question, scenario);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionFailedError("the run was interrupted; nothing was judged", e);
    } catch (UnplayedException e) {
      throw new AssertionFailedError(e.getMessage(), e);
    }
    String text = text(report);
    Allure.addAttachment(question.rule().id() + " " + question.ruleCase().name(), text);
    Verdict verdict = report.result().verdict();
    if (verdict == Verdict.NOT_APPLICABLE) {
      throw new TestAbortedException(report.result().reason());
    }
    if (session.fails(report)) {
      throw new AssertionFailedError(text);
    }
    if (verdict != Verdict.PASS) {
      String why =
          session.staysOpen(report)
              ? "it was allowed to stay open"
              : "the case is " + report.level().word();
      throw new TestAbortedException("reported only, for " + why + ": " + text);
    }
  }

  private String text(CaseReport report) {
    Result result = report.result();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s %s: %s%n%s%n%s%n"
            .formatted(
                result.rule(),
                result.caseName(),
                result.verdict().word(),
                result.figure(),
                result.reason()));
    for (Evidence evidence : result.evidence()) {
      text.append(
          "  expected: %s%n  observed: %s%n".formatted(evidence.expected(), evidence.observed()));
      if (!evidence.attempts().isEmpty()) {
        text.append("  attempts: %s%n".formatted(evidence.attempts()));
      }
    }
    result
        .statistics()
        .ifPresent(
            s ->
                text.append(
                    "  n %d, would have seen %s with probability %s, false fail at most %s%n"
                        .formatted(s.n(), s.effect(), s.power(), s.alpha())));
    return text.append(
            "rule: %s%nagain: %s".formatted(question.rule().statement(), report.reproduce()))
        .toString();
  }
}
