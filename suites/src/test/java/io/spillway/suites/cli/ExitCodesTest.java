package io.spillway.suites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
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

  private static int code(CaseReport... cases) {
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
            ""));
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
