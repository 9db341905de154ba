package io.spillway.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileReportTest {

  private static final String YAML =
      """
      rules:
        - id: X1
          title: kept
          level: must
          statement: It is kept.
          citations: ["skupper-2.2#Alternative: Link cost"]
          check: phase-claims
          parameters:
            reading: { default: any, meaning: which text counts }
          cases:
            - name: hard
            - name: harder
            - { name: soft, level: should }
      """;

  private static final Rulebook RULEBOOK = Rulebook.read("x.yaml", YAML);
  private static final Profiles PROFILES =
      Profiles.read(
          "p.yaml",
          "profiles: [{ name: p, title: P, sources: [skupper-2.2], rules: [X] }]",
          RULEBOOK);

  @Test
  void part_ofWhichAllCasesWereChecked_isComplete() {
    ProfileReport report =
        profile(result("hard", Verdict.PASS), result("harder", Verdict.PASS)).get(0);

    assertThat(report.core().isComplete()).isTrue();
    assertThat(report.core().verdict()).contains(Verdict.PASS);
    assertThat(report.extended().verdict()).isEmpty();
  }

  @Test
  void part_ofWhichACaseIsMissingOrNotApplicable_isPartial() {
    assertThat(profile(result("hard", Verdict.PASS)).get(0).core().isComplete()).isFalse();
    assertThat(
            profile(result("hard", Verdict.PASS), result("harder", Verdict.NOT_APPLICABLE))
                .get(0)
                .core()
                .isComplete())
        .isFalse();
  }

  @Test
  void brokenShould_failsTheExtendedPartOnly() {
    ProfileReport report =
        profile(result("hard", Verdict.PASS), result("soft", Verdict.FAIL)).get(0);

    assertThat(report.core().verdict()).contains(Verdict.PASS);
    assertThat(report.extended().verdict()).contains(Verdict.FAIL);
  }

  @Test
  void profile_ofWhichNothingWasRun_isNotReported() {
    assertThat(profile()).isEmpty();
  }

  @Test
  void case_thatAProfileAsksOtherwiseThanTheRunDid_isNotCountedForIt() {
    Profiles older =
        Profiles.read(
            "p.yaml",
            """
            profiles:
              - name: p
                title: P
                sources: [skupper-2.2]
                rules: [X]
                parameters: { X1: { reading: older } }
                levels: { X1: advisory }
            """,
            RULEBOOK);
    Rulebook read = older.all().get(0).reading(RULEBOOK);
    List<CaseReport> passed = List.of(result("hard", Verdict.PASS));

    assertThat(ProfileReport.of(older.all(), RULEBOOK, RULEBOOK, passed)).isEmpty();
    assertThat(ProfileReport.of(PROFILES.all(), RULEBOOK, read, passed)).isEmpty();
    assertThat(ProfileReport.of(older.all(), RULEBOOK, read, passed))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.core().cases()).isZero();
              assertThat(report.extended().cases()).isEqualTo(3);
              assertThat(report.extended().verdict()).contains(Verdict.PASS);
            });
  }

  @Test
  void brokenShould_failsNoGateButAStrictOne() {
    assertThat(gate(false, result("hard", Verdict.PASS), result("soft", Verdict.FAIL))).isTrue();
    assertThat(gate(true, result("hard", Verdict.PASS), result("soft", Verdict.FAIL))).isFalse();
    assertThat(gate(false, result("soft", Verdict.FAIL))).isTrue();
    assertThat(gate(false, result("hard", Verdict.FAIL))).isFalse();
    assertThat(gate(false, result("hard", Verdict.INCONCLUSIVE))).isFalse();
    assertThat(gate(false, result("soft", Verdict.ERROR))).isFalse();
    assertThat(gate(false)).as("nothing was checked").isFalse();
  }

  @Test
  void mustsThatAreAllNotApplicable_areNoPassBecauseAnAdvisoryWasChecked() {
    CaseReport must = of(Rule.Level.MUST, Verdict.NOT_APPLICABLE);
    CaseReport advisory = of(Rule.Level.ADVISORY, Verdict.PASS);

    assertThat(gate(false, must, advisory)).isFalse();
    assertThat(gate(false, advisory)).as("no must was asked for").isTrue();
    assertThat(gate(false, must, result("hard", Verdict.PASS))).isTrue();
  }

  @Test
  void advisoryCase_failsNoGateUnlessTheHarnessBroke() {
    Scope strict = new Scope("", true, List.of(), List.of());

    assertThat(strict.fails(of(Rule.Level.ADVISORY, Verdict.FAIL))).isFalse();
    assertThat(strict.fails(of(Rule.Level.ADVISORY, Verdict.INCONCLUSIVE))).isFalse();
    assertThat(strict.fails(of(Rule.Level.ADVISORY, Verdict.ERROR))).isTrue();
    assertThat(strict.fails(of(Rule.Level.SHOULD, Verdict.INCONCLUSIVE))).isTrue();
    assertThat(Scope.EVERYTHING.fails(of(Rule.Level.SHOULD, Verdict.FAIL))).isFalse();
    assertThat(Scope.EVERYTHING.fails(of(Rule.Level.MUST, Verdict.PASS))).isFalse();
  }

  @Test
  void caseThatMayStayOpen_failsTheGateWhenItIsBrokenOnly() {
    Scope lenient = new Scope("", false, List.of("X1/hard"), List.of());

    assertThat(Scope.EVERYTHING.fails(of(Rule.Level.MUST, Verdict.INCONCLUSIVE))).isTrue();
    assertThat(lenient.fails(of(Rule.Level.MUST, Verdict.INCONCLUSIVE))).isFalse();
    assertThat(lenient.staysOpen(of(Rule.Level.MUST, Verdict.INCONCLUSIVE))).isTrue();
    assertThat(lenient.fails(of(Rule.Level.MUST, Verdict.FAIL))).isTrue();
    assertThat(lenient.fails(of(Rule.Level.MUST, Verdict.ERROR))).isTrue();
    assertThat(lenient.fails(result("soft", Verdict.INCONCLUSIVE))).isFalse();
  }

  private static List<ProfileReport> profile(CaseReport... cases) {
    return ProfileReport.of(PROFILES.all(), RULEBOOK, RULEBOOK, List.of(cases));
  }

  private static boolean gate(boolean strict, CaseReport... cases) {
    return new ConformanceReport(
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
            List.of(new RuleReport(RULEBOOK.rule("X1"), List.of(cases))),
            "",
            new Scope("", strict, List.of(), List.of()))
        .passesGate();
  }

  private static CaseReport of(Rule.Level level, Verdict verdict) {
    CaseReport hard = result("hard", verdict);
    return new CaseReport(level, hard.result(), hard.duration(), "", "");
  }

  private static CaseReport result(String name, Verdict verdict) {
    Result result =
        new Result(
            "X1",
            name,
            verdict,
            "",
            "",
            List.of(new Evidence(List.of(), "kept", "seen")),
            Optional.empty(),
            List.of());
    return new CaseReport(
        RULEBOOK.rule("X1").caseNamed(name).level(), result, Duration.ZERO, "", "");
  }
}
