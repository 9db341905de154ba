package io.spillway.suites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.Judgement;
import io.spillway.harness.runtime.RuntimeStartException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExitCodesTest {

  @Test
  void brokenRule_isToldWhateverElseThereWas() {
    CaseReport broken = of(Rule.Level.MUST, Verdict.FAIL);

    assertThat(code(broken)).isEqualTo(ExitCodes.FAIL);
    assertThat(code(broken, of(Rule.Level.MUST, Verdict.INCONCLUSIVE))).isEqualTo(ExitCodes.FAIL);
    assertThat(code(broken, of(Rule.Level.MUST, Verdict.ERROR))).isEqualTo(ExitCodes.FAIL);
  }

  @Test
  void brokenRule_thatTheGateDoesNotAskAbout_isNotTold() {
    CaseReport advisory = of(Rule.Level.ADVISORY, Verdict.FAIL);
    CaseReport must = of(Rule.Level.MUST, Verdict.PASS);

    assertThat(code(must, advisory)).isEqualTo(ExitCodes.PASS);
    assertThat(code(must, advisory, of(Rule.Level.ADVISORY, Verdict.ERROR)))
        .isEqualTo(ExitCodes.UNDECIDED);
  }

  @Test
  void undecidedRule_isToldWhereNoneIsBroken() {
    CaseReport must = of(Rule.Level.MUST, Verdict.PASS);

    assertThat(code(must, of(Rule.Level.MUST, Verdict.INCONCLUSIVE)))
        .isEqualTo(ExitCodes.UNDECIDED);
    assertThat(code(must, of(Rule.Level.MUST, Verdict.ERROR))).isEqualTo(ExitCodes.UNDECIDED);
  }

  @Test
  void runWhoseOnlyErrorsAreTheDrivers_saysThatTheRouterWasNotToBeHad() {
    CaseReport drivers = trouble(Trouble.DRIVER);
    CaseReport harnesss = trouble("broken");

    assertThat(code(drivers, of(Rule.Level.MUST, Verdict.PASS))).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(code(drivers, of(Rule.Level.MUST, Verdict.INCONCLUSIVE)))
        .isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(code(drivers, harnesss)).isEqualTo(ExitCodes.UNDECIDED);
    assertThat(code(drivers, of(Rule.Level.MUST, Verdict.FAIL))).isEqualTo(ExitCodes.FAIL);
  }

  @Test
  void runThatEndedEarlyForItsNetworksDidNotStart_saysThatTheRouterWasNotToBeHad() {
    CaseReport advisory = of(Rule.Level.ADVISORY, Verdict.PASS);

    assertThat(unfinished("110 of 113 selected cases were not run", trouble(Trouble.DRIVER)))
        .isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(unfinished("110 of 113 selected cases were not run", advisory))
        .as("no error")
        .isEqualTo(ExitCodes.UNDECIDED);
  }

  @Test
  void runInWhichNothingAppliesToTheRouter_saysSo() {
    CaseReport none = of(Rule.Level.MUST, Verdict.NOT_APPLICABLE);

    assertThat(code(none, none)).isEqualTo(ExitCodes.NOTHING_APPLICABLE);
    assertThat(code(of(Rule.Level.ADVISORY, Verdict.NOT_APPLICABLE)))
        .isEqualTo(ExitCodes.NOTHING_APPLICABLE);
    assertThat(code(none, of(Rule.Level.ADVISORY, Verdict.PASS)))
        .as("nothing that the gate asks about")
        .isEqualTo(ExitCodes.NOTHING_APPLICABLE);
    assertThat(code(none, of(Rule.Level.MUST, Verdict.PASS))).isEqualTo(ExitCodes.PASS);
    assertThat(code(none, of(Rule.Level.MUST, Verdict.INCONCLUSIVE)))
        .isEqualTo(ExitCodes.UNDECIDED);
    assertThat(code()).as("a run of nothing").isEqualTo(ExitCodes.UNDECIDED);
  }

  @Test
  void commandThatCouldNotBeDone_saysWhoseFaultItIs() {
    assertThat(ExitCodes.of(new IllegalArgumentException("no rule Z9"))).isEqualTo(ExitCodes.USAGE);
    assertThat(ExitCodes.of(new DriverException("no program haproxy")))
        .isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(ExitCodes.of(new RuntimeStartException("no engine")))
        .isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(ExitCodes.of(new IllegalStateException("a mistake of the harness")))
        .isEqualTo(ExitCodes.UNDECIDED);
  }

  /** What is said of a case in whose history there is this kind of trouble. */
  private static CaseReport trouble(String kind) {
    Rulebook.Selection one = Rulebook.load().select("C4/0 v 5").get(0);
    History history =
        new History(
            "s",
            1,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Trouble(0, kind, "the router ended by itself")));
    Result result = Judgement.of(history, new Question(one.rule(), one.ruleCase(), 1e-8));
    return new CaseReport(Rule.Level.MUST, result, Duration.ZERO, "", "");
  }

  private static int code(CaseReport... cases) {
    return unfinished("", cases);
  }

  private static int unfinished(String why, CaseReport... cases) {
    Rule rule = Rulebook.load().rule("C4");
    return ExitCodes.of(
        new ConformanceReport(
            "0",
            "r",
            "1",
            "embedded",
            "",
            1,
            Instant.EPOCH,
            Duration.ZERO,
            1e-6,
            Map.of(),
            "",
            List.of(new RuleReport(rule, List.of(cases))),
            why));
  }

  private static CaseReport of(Rule.Level level, Verdict verdict) {
    Result result =
        new Result(
            "C4",
            "0 v 5",
            verdict,
            "",
            "",
            List.of(new Evidence(List.of(), "", "")),
            Optional.empty(),
            List.of());
    return new CaseReport(level, result, Duration.ZERO, "", "");
  }
}
