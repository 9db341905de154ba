package io.spillway.harness.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalReportTest {

  private static final String PAGE = "target/conformance/index.html";

  @Test
  void lines_ofAPassedRun_areAlignedAndComplete() {
    assertThat(TerminalReport.lines(SampleReports.passed(), PAGE, Style.plain()))
        .containsExactly(
            "Spillway 0.1.0 · router skupper-router 3.4.0 · runtime embedded (no engine answers at"
                + " unix:///var/run/docker.sock) · seed 739118",
            "  M1  weighted 25/75  pass   n 1,612 · 25.3 % for 25 % · ±5 points would have been seen"
                + " · α 1e-7    1.2 s",
            "  F2  frozen          pass   14 attempts failed, the last after 1.31 s (limit 10 s),"
                + " then 0 of 500  2.6 s",
            "2 checked · 2 pass · report target/conformance/index.html · again: mvn verify"
                + " -Dspillway.seed=739118");
  }

  @Test
  void lines_ofARunWithEveryVerdict_nameEachInTheSummary() {
    assertThat(last(SampleReports.mixed()))
        .startsWith(
            "12 checked · 6 pass · 4 fail · 1 error · 1 inconclusive · 1 not applicable · report ");
  }

  @Test
  void summary_ofARunWithSpills_saysWhichReadingsTheyFit() {
    List<String> lines = TerminalReport.lines(SampleReports.readings(), PAGE, Style.plain());

    assertThat(lines.subList(lines.size() - 3, lines.size() - 1))
        .containsExactly(
            "C5: Cases fit different readings: 2 v 10 only perceived-cost; 10 v 20 only"
                + " open-connections; 1 v 400",
            "another one in each order.");
  }

  @Test
  void case_thatDidNotPass_isFollowedByReasonEvidenceAndCommand() {
    List<String> lines = TerminalReport.lines(SampleReports.mixed(), PAGE, Style.plain());
    int at = indexOf(lines, "five equal keys");

    assertThat(lines.get(at))
        .startsWith("  M1  five equal keys        fail            n 1,404 · 29.7 %");
    assertThat(lines.subList(at + 1, at + 6))
        .containsExactly(
            "      One key gets half as much again as its weight says. Chance does this to a router"
                + " that keeps",
            "      the rule less than once in ten million runs.",
            "      expected: 20 % for each key",
            "      observed: 29.7 % for backend-with-a-very-long-routing-key.namespace-of-the-team",
            "      again:    mvn verify -Dspillway.rule=M1 -Dspillway.case='five equal keys'"
                + " -Dspillway.seed=739118");
  }

  @Test
  void case_thatIsNotApplicable_saysWhyOnItsLine() {
    List<String> lines = TerminalReport.lines(SampleReports.mixed(), PAGE, Style.plain());

    assertThat(lines.get(indexOf(lines, "  L1")))
        .contains("not-applicable  skupper-router does not declare traffic-split.");
  }

  @Test
  void times_ofAllCases_endInTheSameColumn() {
    List<String> cases =
        TerminalReport.lines(SampleReports.mixed(), PAGE, Style.plain()).stream()
            .filter(line -> line.matches("  [A-Z]\\d.* s"))
            .toList();

    assertThat(cases).hasSize(13);
    assertThat(cases).extracting(String::length).containsOnly(cases.get(0).length());
  }

  @Test
  void run_inWhichNothingWasRun_isSaidToBeNoPass() {
    assertThat(last(SampleReports.empty()))
        .startsWith("0 checked · nothing was checked, which is no pass · report ");
  }

  @Test
  void run_thatIsUnfinished_saysWhy() {
    assertThat(TerminalReport.lines(SampleReports.unfinished(), PAGE, Style.plain()))
        .contains("unfinished: the time budget of 2 min was used up");
  }

  @Test
  void colours_areUsedOnlyWhenWanted() {
    String colour = String.join("\n", lines(new Style(true, StandardCharsets.UTF_8)));
    String plain = String.join("\n", lines(Style.plain()));

    assertThat(plain).doesNotContain("\u001b");
    assertThat(colour)
        .contains(
            "\u001b[32mpass\u001b[0m", "\u001b[1;31mfail\u001b[0m", "\u001b[33m1 inconclusive");
    assertThat(colour.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void characters_thatTheTerminalLacks_becomeAsciiAndColumnsStayAligned() {
    List<String> ascii = lines(new Style(false, StandardCharsets.US_ASCII));

    assertThat(String.join("", ascii)).matches("\\p{ASCII}*");
    assertThat(ascii.get(indexOf(ascii, "weighted 25/75")))
        .contains("n 1,612 | 25.3 % for 25 % | +/-5 points would have been seen | alpha 1e-7");
    assertThat(ascii.get(indexOf(ascii, "10 v 20"))).contains("allowed 10-11 or 20-21");
    assertThat(ascii.stream().filter(line -> line.matches("  [A-Z]\\d.* s")).map(String::length))
        .containsOnly(ascii.get(1).length());
  }

  @Test
  void characters_thatTheTerminalHas_areKept() {
    List<String> western = lines(new Style(false, Charset.forName("windows-1252")));

    assertThat(western.get(indexOf(western, "weighted 25/75")))
        .contains("· ±5 points would have been seen · alpha 1e-7");
  }

  @Test
  void texts_thatWouldCommandTheTerminal_doNot() {
    assertThat(Style.plain().fit("a\u001b[2Jb\rc\r\nd\u0007")).isEqualTo("a?[2Jb c d?");
  }

  @Test
  void lines_printedWhileTheRunGoesOn_useColumnsKnownBeforeIt() {
    ConformanceReport report = SampleReports.mixed();
    Columns columns = Columns.of(report.rules().stream().map(rule -> rule.rule()).toList());
    TerminalReport form = new TerminalReport(Style.plain(), columns);

    assertThat(form.header(SampleReports.empty())).startsWith("Spillway 0.1.0 · router");
    assertThat(form.lines(SampleReports.passed().rules().get(0).cases().get(0)).get(0))
        .startsWith("  M1  weighted 25/75         pass   n 1,612");
  }

  private static List<String> lines(Style style) {
    return TerminalReport.lines(SampleReports.mixed(), PAGE, style);
  }

  private static String last(ConformanceReport report) {
    List<String> lines = TerminalReport.lines(report, PAGE, Style.plain());
    return lines.get(lines.size() - 1);
  }

  private static int indexOf(List<String> lines, String part) {
    for (int index = 0; index < lines.size(); index++) {
      if (lines.get(index).contains(part)) {
        return index;
      }
    }
    throw new AssertionError("no line holds " + part + ": " + lines);
  }
}
