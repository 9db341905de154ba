package io.spillway.harness.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.SampleReports;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewFactoryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "histories/M1.jsonl | ./histories/M1.jsonl",
        "histories/weighted 25%.jsonl | ./histories/weighted%2025%25.jsonl",
        "histories\\F2.jsonl | ./histories/F2.jsonl",
        "javascript:alert(1) | ./javascript%3Aalert%281%29"
      })
  void link_toAFileBelowTheReport_isRelativeAndEncoded(String file, String link) {
    assertThat(ViewFactory.link(file)).contains(link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../secret", "a/../../b", "//host/x", "a//b", "C:\\..\\x"})
  void link_toAnythingElse_isNotMade(String file) {
    assertThat(ViewFactory.link(file)).isEmpty();
  }

  @Test
  void figure_ofARuleWithManyCases_isThatOfTheFirstThatKeepsItFromAPass() {
    assertThat(rule("C5").figure())
        .isEqualTo("1 of 3 cases fail: 10 v 20, spill at 14, allowed 10–11 or 20–21");
    assertThat(rule("M1").figure()).isEqualTo("1 of 4 cases error: weighted 1/99");
    assertThat(rule("F2").figure()).isEqualTo("2 of 2 cases pass");
    assertThat(rule("B4").figure()).isEqualTo("n 2,000 · 49.8 % for more than 50 % · α 1e-7");
  }

  @Test
  void rule_ofWhichNoCaseWasRun_saysSoAndIsNoPass() {
    RuleReport none = new RuleReport(SampleReports.mixed().rules().get(0).rule(), List.of());

    RuleView view = new ViewFactory().rule(none);

    assertThat(view.figure()).isEqualTo("no case was run");
    assertThat(view.mark()).isEqualTo(Mark.of(Verdict.INCONCLUSIVE));
  }

  @Test
  void level_ofACase_isNotedWhereItIsNotItsRules() {
    assertThat(rule("M1").cases())
        .extracting(CaseView::levelNote)
        .containsExactly("", "", "", "advisory");
  }

  @Test
  void anchors_ofTheSameName_differ() {
    ViewFactory factory = new ViewFactory();

    assertThat(factory.anchor("M1", "weighted 25/75")).isEqualTo("m1-weighted-25-75");
    assertThat(factory.anchor("M1", "weighted 25:75")).isEqualTo("m1-weighted-25-75-2");
    assertThat(factory.anchor("…")).isEqualTo("x");
    assertThat(factory.anchor("—")).isEqualTo("x-2");
  }

  private static RuleView rule(String id) {
    RuleReport report =
        SampleReports.mixed().rules().stream()
            .filter(rule -> rule.rule().id().equals(id))
            .findFirst()
            .orElseThrow();
    return new ViewFactory().rule(report);
  }
}
