package io.spillway.harness.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.SampleReports;
import io.spillway.harness.rule.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadlineTest {

  @Test
  void headline_ofAPass_saysHowMuchWasChecked() {
    assertThat(headline(rule("M1", Verdict.PASS), rule("M2", Verdict.PASS)))
        .isEqualTo(
            "skupper-router 3.4.0 keeps what it must: 2 rules checked in 2 cases, none broken.");
  }

  @Test
  void headline_ofAPassBesideABrokenShould_namesIt() {
    assertThat(headline(rule("M1", Verdict.PASS), rule("B4", Rule.Level.SHOULD, Verdict.FAIL)))
        .endsWith(
            "1 rule checked in 1 case, none broken. Beyond that it breaks rule B4, which fails"
                + " no run.");
  }

  @Test
  void headline_ofAFail_namesTheBrokenMusts() {
    assertThat(
            headline(
                rule("M1", Verdict.FAIL),
                rule("M2", Verdict.PASS),
                rule("B4", Rule.Level.SHOULD, Verdict.FAIL),
                rule("F2", Verdict.FAIL)))
        .isEqualTo("skupper-router 3.4.0 breaks rules M1 and F2, which it must keep.");
  }

  @Test
  void headline_ofManyFails_namesSomeAndCountsTheRest() {
    RuleReport[] rules =
        IntStream.rangeClosed(1, 9)
            .mapToObj(number -> rule("C" + number, Verdict.FAIL))
            .toArray(RuleReport[]::new);

    assertThat(headline(rules))
        .isEqualTo(
            "skupper-router 3.4.0 breaks 9 rules (C1, C2, C3, C4, C5, C6 and 3 more), which it must"
                + " keep.");
  }

  @Test
  void headline_ofAnError_blamesTheHarnessAndStillNamesWhatFailed() {
    assertThat(headline(rule("M1", Verdict.ERROR), rule("F2", Verdict.FAIL)))
        .isEqualTo(
            "The harness itself broke in rule M1, which says nothing about skupper-router 3.4.0;"
                + " elsewhere skupper-router 3.4.0 breaks rule F2.");
  }

  @Test
  void headline_ofAnInconclusiveRun_namesWhatStayedOpen() {
    assertThat(headline(rule("M1", Verdict.PASS), rule("F2", Verdict.INCONCLUSIVE)))
        .isEqualTo(
            "The run could not gather the evidence for rule F2, so that skupper-router 3.4.0 cannot"
                + " be said to pass.");
  }

  @Test
  void headline_ofShouldsOnly_saysThatNoMustWasChecked() {
    assertThat(headline(rule("B4", Rule.Level.SHOULD, Verdict.PASS)))
        .isEqualTo("No rule that skupper-router 3.4.0 must keep was checked.");
  }

  private static String headline(RuleReport... rules) {
    ConformanceReport report = SampleReports.with(SampleReports.empty(), Arrays.asList(rules), "");
    return Headline.of(report);
  }

  private static RuleReport rule(String id, Verdict verdict) {
    return rule(id, Rule.Level.MUST, verdict);
  }

  private static RuleReport rule(String id, Rule.Level level, Verdict verdict) {
    Rule rule = new Rule(id, "", level, "", List.of(), List.of(), "", List.of());
    List<Evidence> evidence = List.of(new Evidence(List.of(), "", ""));
    Result result =
        new Result(id, "a case", verdict, "", "", evidence, Optional.empty(), List.of());
    return new RuleReport(rule, List.of(new CaseReport(level, result, Duration.ZERO, "", "")));
  }
}
