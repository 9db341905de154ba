package io.spillway.harness.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.report.SampleReports;
import io.spillway.harness.report.matrix.Matrix;
import io.spillway.harness.report.matrix.SampleMatrices;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixPageTest {

  static Stream<Matrix> matrices() {
    return Stream.of(
        SampleMatrices.sideBySide(SampleMatrices.keeps()),
        SampleMatrices.sideBySide(SampleMatrices.keeps(), SampleMatrices.breaks()),
        SampleMatrices.sideBySide(SampleReports.empty()),
        SampleMatrices.everything());
  }

  @Test
  void page_ofTwoReports_saysWhatEachCameTo() {
    String text =
        Markup.text(
            MatrixPage.render(
                SampleMatrices.sideBySide(SampleMatrices.keeps(), SampleMatrices.breaks())));

    assertThat(text)
        .contains("3 rules × 2 reports; haproxy 2.6.12 breaks 1 rule.")
        .contains("haproxy 2.6.12 embedded 2026-11-22 09:30:00 UTC seed 7 Spillway 0.1.0")
        .contains("The run ✓ pass finished in 42.0 s ✕ fail finished in 42.0 s")
        .contains(
            "Rules, by their gravest case 2 pass · 1 not selected 1 fail · 1 not applicable · 1 not"
                + " selected")
        .contains("B1 rule B1 must ✓ pass 98 of 200 · not selected")
        .contains("1 of 2 cases fail: 25/75, 50.1 % for 25 % others: 1 pass")
        .contains("– not applicable The router's driver does not declare linkerd-failover.")
        .contains("What failed M1 rule M1 must A router keeps M1.")
        .contains("The shares do not fit the weights. expected 25 % observed 50.1 % for 25 %")
        .contains("bin/spillway run --rule 'M1/25/75' --seed 7")
        .doesNotContain("not made alike", "asked differently");
  }

  @Test
  void page_ofARouterThatHasOtherFeaturesThanItsDriverSays_saysWhich() {
    String odd = "drain works and is not declared, so no rule asks for it";

    String text =
        Markup.text(
            MatrixPage.render(
                SampleMatrices.sideBySide(
                    SampleMatrices.with(SampleMatrices.keeps(), "features", odd),
                    SampleMatrices.breaks())));

    assertThat(text).contains("Features " + odd + " not looked at");
  }

  @Test
  void page_ofErrors_tellsThemAsTheDriversOrTheHarnesss() {
    assertThat(Markup.text(MatrixPage.render(SampleMatrices.sideBySide(SampleReports.mixed()))))
        .contains("Where a driver or the harness broke");
  }

  @Test
  void page_ofReportsThatWereNotMadeAlike_saysSo() {
    String text =
        Markup.text(
            MatrixPage.render(
                SampleMatrices.sideBySide(SampleReports.mixed(), SampleMatrices.breaks())));

    assertThat(text)
        .contains("These runs were not made alike profile asked for: skupper-2.2/core")
        .contains("What was asked differently");
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void page_ofAnyReports_loadsNothingAndRunsNothing(Matrix matrix) {
    String page = MatrixPage.render(matrix);

    assertThat(Markup.attributes(page))
        .noneMatch(attribute -> attribute.name().startsWith("on"))
        .noneMatch(
            attribute -> Set.of("script", "iframe", "img", "object").contains(attribute.tag()))
        .filteredOn(attribute -> Set.of("href", "src").contains(attribute.name()))
        .allSatisfy(
            attribute -> assertThat(attribute.value()).matches("#[a-z0-9-]+|\\./.*|data:,"));
    assertThat(page).doesNotContain("<script", "@import", "url(", "http://", "https://");
    assertThat(page).contains("default-src 'none'");
    assertThat(page).doesNotContain("NaN", "Infinity", "null", "Optional");
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void links_withinThePage_leadToIdsThatAreThereOnce(Matrix matrix) {
    List<Markup.Attribute> attributes = Markup.attributes(MatrixPage.render(matrix));
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

  @ParameterizedTest
  @MethodSource("matrices")
  void rowsOfTheTable_haveACellForEachReport(Matrix matrix) {
    String page = MatrixPage.render(matrix);
    String table = page.substring(page.indexOf("<table"), page.indexOf("</table>"));
    int columns = matrix.columns().size();

    for (String row : table.split("<tr[ >]", -1)) {
      if (row.contains("<td") && !row.contains("colspan")) {
        assertThat(row.split("<td", -1)).as(row).hasSize(columns + 1);
      }
    }
  }

  @Test
  void hostileTexts_whereverTheyStand_stayTexts() {
    String page = MatrixPage.render(SampleMatrices.sideBySide(SampleReports.hostile()));

    assertThat(page).doesNotContain(SampleReports.HOSTILE, "<script");
    assertThat(Markup.text(page)).contains(SampleReports.HOSTILE);
  }
}
