package io.spillway.harness.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.SampleReports;
import io.spillway.harness.report.SpillReadings;
import io.spillway.harness.rule.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

  static Stream<ConformanceReport> reports() {
    return Stream.of(
        SampleReports.mixed(),
        SampleReports.passed(),
        SampleReports.empty(),
        SampleReports.readings(),
        SampleReports.unfinished(),
        SampleReports.hostile());
  }

  @Test
  void page_ofARun_saysEverythingAboutEachRule() {
    String text = Markup.text(render(SampleReports.mixed()));

    for (RuleReport report : SampleReports.mixed().rules()) {
      Rule rule = report.rule();
      assertThat(text)
          .contains(
              rule.id() + " " + rule.title() + " " + rule.level().name().toLowerCase(Locale.ROOT))
          .contains(rule.statement());
      assertThat(rule.citations())
          .allSatisfy(
              citation ->
                  assertThat(text).contains(citation.source() + " § " + citation.heading()));
    }
  }

  @Test
  void page_ofARule_whosePairsOfCostsFitDifferentReadings_saysSo() {
    assertThat(Markup.text(render(SampleReports.readings())))
        .contains(SpillReadings.sentence(SampleReports.readings().rules().get(0).cases()))
        .contains("Cases fit different readings: 2 v 10 only perceived-cost;");
  }

  @Test
  void page_ofARun_saysEverythingAboutEachCase() {
    String text = Markup.text(render(SampleReports.mixed()));

    for (CaseReport report : SampleReports.mixed().cases().toList()) {
      assertThat(text)
          .contains(
              Mark.of(report.result().verdict()).symbol()
                  + " "
                  + Mark.of(report.result().verdict()).word()
                  + " "
                  + report.result().caseName())
          .contains(report.result().figure())
          .contains(report.result().reason())
          .contains(report.reproduce())
          .contains(report.history());
      assertThat(report.result().evidence())
          .allSatisfy(
              evidence -> assertThat(text).contains(evidence.expected(), evidence.observed()));
    }
    assertThat(text)
        .contains("n 1,612 would have been seen ±5 points with probability ≥ 99.9 %")
        .contains("true share connections at backend-a: 22.5 % to 28.3 % (99 % sure)")
        .contains("false fail, α ≤ 1e-7")
        .contains("attempts 14, 15, 17, 18, 20")
        .contains("History: histories/M1/weighted 25-75.jsonl");
  }

  @Test
  void page_ofARun_saysWhatWasRunWhereAndHowToRepeatIt() {
    ConformanceReport report = SampleReports.mixed();

    String text = Markup.text(render(report));

    assertThat(text)
        .contains("Router skupper-router 3.4.0")
        .contains("Runtime embedded no engine answers at unix:///var/run/docker.sock")
        .contains("Seed 739118")
        .contains("α of the run 1e-6")
        .contains("Started 2026-11-21 10:15:30 UTC")
        .contains("Duration 3 min 4 s")
        .contains("Toxiproxy embedded, speaks the API of 2.12.0")
        .contains("Run all of this again mvn verify -Dspillway.seed=739118")
        .contains("12 checked ✓ 6 pass ✕ 4 fail ! 1 error ? 1 inconclusive – 1 not applicable")
        .contains("Spillway 0.1.0 · data in report.json, format spillway-report/1");
  }

  @Test
  void attention_ofARun_namesMustBeforeShouldAndFailsFirst() {
    PageView page = PageView.of(SampleReports.mixed(), "schema", "");

    assertThat(page.attention())
        .extracting(one -> one.rule().id() + " " + one.view().name() + " " + one.view().verdict())
        .containsExactly(
            "C5 10 v 20 FAIL",
            "M1 five equal keys FAIL",
            "M1 weighted 1/99 ERROR",
            "C5 1 v 400 INCONCLUSIVE",
            "B4 16 clients, east slow FAIL",
            "F7 20 flaps FAIL");
  }

  @Test
  void cases_thatNeedAttentionAndTheFirstOfEachRule_areOpenFromTheStartAndOthersAreNot() {
    PageView page = PageView.of(SampleReports.mixed(), "schema", "");
    List<String> attention =
        page.attention().stream().map(one -> one.rule().id() + " " + one.view().name()).toList();
    long open =
        Markup.attributes(render(SampleReports.mixed())).stream()
            .filter(attribute -> attribute.name().equals("open"))
            .count();
    long expected =
        SampleReports.mixed().rules().stream()
            .flatMap(
                rule ->
                    rule.cases().stream()
                        .filter(
                            one ->
                                one.equals(rule.cases().get(0))
                                    || attention.contains(
                                        rule.rule().id() + " " + one.result().caseName())))
            .count();

    assertThat(attention).hasSize(6);
    assertThat(open)
        .isEqualTo(expected)
        .isGreaterThan(6)
        .isLessThan(SampleReports.mixed().cases().count());
  }

  @Test
  void page_ofARunInWhichNothingWasRun_isNoPass() {
    String page = render(SampleReports.empty());

    assertThat(Markup.text(page))
        .contains("? Inconclusive Nothing was checked, and nothing checked is no pass. 0 checked")
        .doesNotContain("✓ Pass", "Nothing: no case failed");
    assertThat(page).contains("<header class=\"v-inconclusive\">");
  }

  @Test
  void page_ofAnUnfinishedRun_saysWhyAndIsNoPass() {
    assertThat(Markup.text(render(SampleReports.unfinished())))
        .contains("? Inconclusive The run did not come to its end")
        .contains("Unfinished: the time budget of 2 min was used up")
        .doesNotContain("✓ Pass");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void page_ofAnyRun_loadsNothingAndRunsNothing(ConformanceReport report) {
    String page = render(report);

    assertThat(Markup.attributes(page))
        .noneMatch(attribute -> attribute.name().startsWith("on"))
        .noneMatch(
            attribute -> Set.of("script", "iframe", "img", "object").contains(attribute.tag()))
        .filteredOn(attribute -> Set.of("href", "src", "xlink:href").contains(attribute.name()))
        .allSatisfy(
            attribute -> assertThat(attribute.value()).matches("#[a-z0-9-]+|\\./.*|data:,"));
    assertThat(page).doesNotContain("<script", "@import", "url(", "http://", "https://");
    assertThat(page).contains("default-src 'none'");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void page_ofAnyRun_holdsNoValueThatIsNone(ConformanceReport report) {
    assertThat(render(report)).doesNotContain("NaN", "Infinity", "null", "Optional");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void links_withinThePage_leadToIdsThatAreThereOnce(ConformanceReport report) {
    List<Markup.Attribute> attributes = Markup.attributes(render(report));
    List<String> ids =
        attributes.stream()
            .filter(attribute -> attribute.name().equals("id"))
            .map(Markup.Attribute::value)
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(attributes)
        .filteredOn(attribute -> attribute.name().equals("href"))
        .filteredOn(attribute -> attribute.value().startsWith("#"))
        .allSatisfy(attribute -> assertThat(ids).contains(attribute.value().substring(1)));
    assertThat(attributes)
        .filteredOn(attribute -> attribute.name().equals("aria-labelledby"))
        .allSatisfy(attribute -> assertThat(ids).contains(attribute.value().split(" ", -1)));
  }

  @Test
  void hostileTexts_whereverTheyStand_stayTexts() {
    String page = render(SampleReports.hostile());

    assertThat(page).doesNotContain(SampleReports.HOSTILE, "<script");
    assertThat(Markup.text(page)).contains("breaks rule " + SampleReports.HOSTILE);
    assertThat(Markup.attributes(page))
        .as("the title of a rule is an attribute too")
        .anyMatch(
            attribute ->
                attribute.name().equals("title")
                    && attribute.value().equals(SampleReports.HOSTILE + ": fail"));
    assertThat(
            Markup.drawings(page).stream()
                .map(drawing -> drawing.getElementsByTagName("title").item(0).getTextContent()))
        .hasSize(3)
        .containsOnly(SampleReports.HOSTILE);
  }

  @Test
  void marks_ofAllVerdicts_differInWordAndSymbol() {
    Set<String> seen =
        Stream.of(Verdict.values())
            .map(Mark::of)
            .flatMap(mark -> Stream.of(mark.symbol(), mark.word(), mark.style()))
            .collect(Collectors.toSet());

    assertThat(seen).hasSize(3 * Verdict.values().length);
  }

  private static String render(ConformanceReport report) {
    return HtmlReport.render(report, "spillway-report/1");
  }
}
