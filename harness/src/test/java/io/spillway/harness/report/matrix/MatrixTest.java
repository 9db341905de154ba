package io.spillway.harness.report.matrix;

import static io.spillway.harness.report.matrix.SampleMatrices.breaks;
import static io.spillway.harness.report.matrix.SampleMatrices.keeps;
import static io.spillway.harness.report.matrix.SampleMatrices.notRun;
import static io.spillway.harness.report.matrix.SampleMatrices.one;
import static io.spillway.harness.report.matrix.SampleMatrices.report;
import static io.spillway.harness.report.matrix.SampleMatrices.rule;
import static io.spillway.harness.report.matrix.SampleMatrices.sideBySide;
import static io.spillway.harness.report.matrix.SampleMatrices.unfinished;
import static io.spillway.harness.report.matrix.SampleMatrices.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import io.spillway.harness.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void rows_ofUnequalRuleSets_areAllRulesOnceInTheOrderOfTheRulebook() {
    Matrix matrix = sideBySide(keeps(), breaks());

    assertThat(matrix.families()).extracting(Matrix.Family::name).containsExactly("B", "M", "L");
    assertThat(ids(matrix)).containsExactly("B1", "M1", "L1");
  }

  @Test
  void rule_thatTheRulebookDoesNotKnow_followsTheOneThatItFollowsInItsReport() {
    Matrix matrix =
        sideBySide(
            report(
                "a",
                "1",
                rule("M1", one("x", Verdict.PASS, "", Map.of())),
                rule("M99", one("x", Verdict.PASS, "", Map.of())),
                rule("F2", one("x", Verdict.PASS, "", Map.of()))));

    assertThat(ids(matrix)).containsExactly("M1", "M99", "F2");
  }

  @Test
  void rule_thatAReportDidNotSelect_isNoPassAndSaysSo() {
    Matrix matrix = sideBySide(keeps(), breaks());

    Cell cell = row(matrix, "B1").cells().get(1);
    assertThat(cell.verdict()).isEmpty();
    assertThat(cell.absence()).isEqualTo("not selected");
    assertThat(Matrix.count(matrix.rows().toList(), 1))
        .containsExactly(Map.entry(Verdict.FAIL, 1L), Map.entry(Verdict.NOT_APPLICABLE, 1L));
    assertThat(Matrix.absent(matrix.rows().toList(), 1)).isEqualTo(1);
  }

  @Test
  void rule_thatIsNotApplicable_saysWhichFeatureIsMissing() {
    Cell cell = row(sideBySide(keeps(), breaks()), "L1").cells().get(1);

    assertThat(cell.verdict()).contains(Verdict.NOT_APPLICABLE);
    assertThat(cell.figure()).isEqualTo("The router's driver does not declare linkerd-failover.");
  }

  @Test
  void rule_ofWhichSomeCasesAreNotApplicable_saysWhichFeatureAndWhatTheOthersCameTo() {
    Cell cell =
        row(
                sideBySide(
                    report(
                        "a",
                        "1",
                        rule(
                            "M1",
                            one("x", Verdict.PASS, "5 of 5", Map.of()),
                            one("y", Verdict.NOT_APPLICABLE, "", Map.of())))),
                "M1")
            .cells()
            .get(0);

    assertThat(cell.verdict()).contains(Verdict.NOT_APPLICABLE);
    assertThat(cell.figure())
        .isEqualTo(
            "1 of 2 cases not applicable: y. The router's driver does not declare"
                + " linkerd-failover.");
    assertThat(cell.others()).isEqualTo("1 pass");
  }

  @Test
  void cell_ofSeveralCases_hasTheFigureOfTheGravestAndWhatTheOthersCameTo() {
    Cell cell = row(sideBySide(keeps(), breaks()), "M1").cells().get(1);

    assertThat(cell.verdict()).contains(Verdict.FAIL);
    assertThat(cell.figure()).isEqualTo("1 of 2 cases fail: 25/75, 50.1 % for 25 %");
    assertThat(cell.others()).isEqualTo("1 pass");
  }

  @Test
  void cell_thatACaseOfALowerLevelDecided_saysSo() {
    Matrix matrix =
        sideBySide(
            report(
                "a",
                "1",
                rule(
                    "M1",
                    one("x", Verdict.PASS, "", Map.of()),
                    one("y", Verdict.FAIL, "9", Map.of()).at(Rule.Level.ADVISORY))));

    assertThat(row(matrix, "M1").cells().get(0).level()).isEqualTo("advisory");
    assertThat(row(matrix, "M1").cases().get(0).level()).isEqualTo("advisory");
  }

  @Test
  void cases_thatPassedEverywhere_areCountedAndOthersShown() {
    Row row = row(sideBySide(keeps(), breaks()), "M1");

    assertThat(row.cases()).extracting(Row.CaseRow::name).containsExactly("25/75");
    assertThat(row.cases().get(0).cells())
        .extracting(Cell::verdict)
        .containsExactly(Optional.of(Verdict.PASS), Optional.of(Verdict.FAIL));
    assertThat(row.alike()).isEqualTo(1);
  }

  @Test
  void case_thatAnUnfinishedRunDidNotReach_isToldFromOneThatWasNotSelected() {
    ConformanceReport ended =
        unfinished(
            report("a", "1", rule("M1", one("x", Verdict.PASS, "", Map.of()), notRun("y"))),
            "interrupted");
    ConformanceReport selected =
        report("b", "1", rule("M1", one("x", Verdict.PASS, "", Map.of()), notRun("y")));
    ConformanceReport whole =
        report(
            "c",
            "1",
            rule("M1", one("x", Verdict.PASS, "", Map.of()), one("y", Verdict.PASS, "", Map.of())));

    Row row = row(sideBySide(ended, selected, whole), "M1");

    assertThat(row.cases()).extracting(Row.CaseRow::name).containsExactly("y");
    assertThat(row.cases().get(0).cells())
        .extracting(Cell::absence)
        .containsExactly("not run", "not selected", "");
  }

  @Test
  void rule_ofWhichOneCaseWasSelected_claimsNoMore() {
    Cell cell =
        row(
                sideBySide(
                    report(
                        "a",
                        "1",
                        rule(
                            "M1", one("x", Verdict.PASS, "", Map.of()), notRun("y"), notRun("z")))),
                "M1")
            .cells()
            .get(0);

    assertThat(cell.others()).isEqualTo("2 not selected");
  }

  @Test
  void rule_thatAnUnfinishedRunDidNotReach_isInconclusive() {
    Cell cell =
        row(sideBySide(unfinished(report("a", "1", rule("M1", notRun("x"))), "time is up")), "M1")
            .cells()
            .get(0);

    assertThat(cell.verdict()).contains(Verdict.INCONCLUSIVE);
    assertThat(cell.figure()).isEqualTo("no case was run");
  }

  @Test
  void run_thatDidNotFinish_saysWhyAboveTheRules() {
    Summary run = Summary.of(sideBySide(unfinished(keeps(), "interrupted"), breaks())).get(0);

    assertThat(run.cells())
        .containsExactly(
            new Summary.Cell(Optional.of(Verdict.INCONCLUSIVE), "unfinished: interrupted"),
            new Summary.Cell(Optional.of(Verdict.FAIL), "finished in 42.0 s"));
  }

  @Test
  void features_ofEachRun_areThoseThatTheDriverIsNotRightAbout() {
    String odd = "half-close is declared and was not seen to work: reset; after 2 s; a works";

    Summary features =
        Summary.of(
                sideBySide(
                    with(keeps(), "features", odd + "; work as declared: balancing, b"),
                    with(keeps(), "features", "work as declared: balancing, b"),
                    with(keeps(), "features", "are not declared and do not work: balancing"),
                    with(keeps(), "features", odd),
                    breaks()))
            .get(3);

    assertThat(features.name()).isEqualTo("Features");
    assertThat(features.cells())
        .extracting(Summary.Cell::words)
        .containsExactly(odd, "", "", odd, "not looked at");
  }

  @Test
  void profiles_areWhatEachReportSays() {
    List<Summary> summaries = Summary.of(sideBySide(SampleReports.mixed(), keeps()));

    assertThat(summaries)
        .extracting(Summary::name)
        .containsExactly(
            "The run",
            "Rules, by their gravest case",
            "Cases",
            "Skupper 2.2, core",
            "Skupper 2.2, extended",
            "linkerd-failover, core",
            "linkerd-failover, extended");
    assertThat(summaries.get(3).cells())
        .containsExactly(
            new Summary.Cell(Optional.of(Verdict.ERROR), "partial: 11 of 14 cases"),
            new Summary.Cell(Optional.empty(), "not run"));
  }

  @Test
  void sameRouterTwice_isToldApartByRuntimeElseByFolderElseByNumber() {
    ConformanceReport inDocker = report("haproxy", "2.6.12", "docker");

    assertThat(names(breaks(), inDocker))
        .containsExactly("haproxy 2.6.12 · embedded", "haproxy 2.6.12 · docker");
    assertThat(names(breaks(), breaks())).containsExactly("haproxy 2.6.12", "haproxy 2.6.12 · 2");
    assertThat(
            Names.of(
                List.of(
                    new Entry(breaks(), "", "monday", EvidenceLinks.NONE),
                    new Entry(breaks(), "", "friday", EvidenceLinks.NONE),
                    new Entry(keeps(), "", "friday", EvidenceLinks.NONE),
                    new Entry(breaks(), "router only", "friday", EvidenceLinks.NONE))))
        .containsExactly(
            "haproxy 2.6.12 · monday", "haproxy 2.6.12 · friday", "spillway 0.1.0", "router only");
  }

  @Test
  void parametersThatDiffer_areToldWithWhoHasWhich() {
    ConformanceReport fewer =
        report("nginx", "1.22", rule("M1", one("25/75", Verdict.PASS, "25 %", Map.of("n", "320"))));

    Matrix matrix = sideBySide(keeps(), breaks(), fewer);

    assertThat(row(matrix, "M1").differences())
        .containsExactly("25/75: n: 1600 (spillway 0.1.0, haproxy 2.6.12); 320 (nginx 1.22)");
    assertThat(row(matrix, "B1").differences()).isEmpty();
  }

  @Test
  void rulesThatDifferInWords_areToldAndTheFirstIsShown() {
    Rule other =
        new Rule(
            "M1",
            "rule M1",
            Rule.Level.SHOULD,
            "A router may keep M1.",
            List.of(),
            List.of(),
            "sample",
            keeps().rules().get(0).rule().cases());
    ConformanceReport later =
        report(
            "nginx",
            "1.22",
            new ConformanceReport.RuleReport(other, breaks().rules().get(0).cases()));

    Matrix matrix = sideBySide(keeps(), later);

    assertThat(row(matrix, "M1").rule().statement()).isEqualTo("A router keeps M1.");
    assertThat(row(matrix, "M1").differences())
        .containsExactly(
            "statement: “A router keeps M1.” (spillway 0.1.0); “A router may keep M1.” (nginx"
                + " 1.22)",
            "level: must (spillway 0.1.0); should (nginx 1.22)",
            "needs: balancing (spillway 0.1.0); none (nginx 1.22)");
    assertThat(matrix.findings(Verdict.FAIL).get(0).parts().get(0).statement())
        .isEqualTo("A router may keep M1.");
  }

  @Test
  void runsThatWereNotMadeAlike_areTold() {
    Matrix matrix = sideBySide(SampleReports.mixed(), keeps());

    assertThat(matrix.differences())
        .containsExactly(
            "profile asked for: skupper-2.2/core (skupper-router 3.4.0); none (spillway 0.1.0)");
    assertThat(sideBySide(keeps(), breaks()).differences()).isEmpty();
  }

  @Test
  void samplesThatWereScaled_areTold() {
    ConformanceReport keeps = keeps();
    ConformanceReport scaled =
        new ConformanceReport(
            keeps.version(),
            "nginx",
            "1.22",
            keeps.runtime(),
            keeps.runtimeReason(),
            keeps.seed(),
            keeps.started(),
            keeps.duration(),
            keeps.alpha(),
            keeps.environment(),
            "bin/spillway run --scale=0.2 --seed=7",
            List.of(),
            "",
            keeps.scope());

    assertThat(sideBySide(keeps, scaled).differences())
        .containsExactly(
            "sample sizes as multiples of the rulebook’s: 1 (spillway 0.1.0); 0.2 (nginx 1.22)");
  }

  @Test
  void findings_ofAVerdict_areAllCasesWithItOfAllRouters() {
    Matrix matrix = sideBySide(SampleReports.mixed(), keeps(), breaks());

    assertThat(matrix.findings(Verdict.FAIL))
        .extracting(one -> one.rule().id())
        .containsExactly("B4", "C5", "M1", "F7");
    assertThat(matrix.findings(Verdict.FAIL).get(2).parts())
        .extracting(Finding.Part::column)
        .containsExactly("skupper-router 3.4.0", "haproxy 2.6.12");
    assertThat(matrix.findings(Verdict.ERROR)).hasSize(1);
    assertThat(matrix.findings(Verdict.PASS)).isNotEmpty();
  }

  @Test
  void oneReport_isAMatrixToo() {
    assertThat(sideBySide(keeps()).columns()).hasSize(1);
    assertThatThrownBy(SampleMatrices::sideBySide)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a matrix needs a report");
  }

  private static List<String> ids(Matrix matrix) {
    return matrix.rows().map(row -> row.rule().id()).toList();
  }

  private static List<String> names(ConformanceReport... reports) {
    return sideBySide(reports).columns().stream().map(Column::name).toList();
  }

  private static Row row(Matrix matrix, String id) {
    return matrix.rows().filter(row -> row.rule().id().equals(id)).findFirst().orElseThrow();
  }
}
