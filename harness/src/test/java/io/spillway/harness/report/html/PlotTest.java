package io.spillway.harness.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.report.SampleReports;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  @Test
  void everyPlot_onThePage_liesWithinItsViewBoxAndNamesItself() {
    List<Document> drawings =
        Markup.drawings(HtmlReport.render(SampleReports.mixed(), "spillway-report/1"));

    assertThat(drawings).hasSize(11);
    for (Document drawing : drawings) {
      String[] box = drawing.getDocumentElement().getAttribute("viewBox").split(" ", -1);
      double height = Double.parseDouble(box[3]);
      assertThat(box[2]).isEqualTo(String.valueOf(Plot.WIDTH));
      assertThat(drawing.getDocumentElement().getAttribute("role")).isEqualTo("img");
      assertThat(Markup.elements(drawing, "desc"))
          .allSatisfy(desc -> assertThat(desc.getTextContent()).isNotBlank());
      assertThat(Markup.elements(drawing, "*"))
          .allSatisfy(
              element -> {
                for (String name : List.of("x", "cx")) {
                  assertThat(number(element.getAttribute(name))).isBetween(0.0, 340.0);
                }
                for (String name : List.of("y", "cy")) {
                  assertThat(number(element.getAttribute(name))).isBetween(0.0, height);
                }
                for (String name : List.of("width", "height")) {
                  assertThat(number(element.getAttribute(name))).isBetween(0.0, 340.0);
                }
              });
      assertThat(Markup.elements(drawing, "path"))
          .allSatisfy(
              path ->
                  assertThat(NUMBER.matcher(path.getAttribute("d")).results())
                      .allSatisfy(
                          found ->
                              assertThat(Double.parseDouble(found.group()))
                                  .isBetween(-8.0, 340.0)));
    }
  }

  @Test
  void shares_upToAThird_areDrawnOnAnAxisThatSuitsThem() {
    SharesPlot plot =
        SharesPlot.of(
            "p",
            new Drawing.Shares("t", List.of(new Drawing.Bar("a", 297, .297, .234, .366, .2, .2))));

    assertThat(plot.ticks()).extracting(Axis.Tick::label).containsExactly("0 %", "20 %", "40 %");
    SharesPlot.Row row = plot.rows().get(0);
    assertThat(row.value()).isEqualTo("29.7 % · 297");
    assertThat(row.low()).isLessThan(row.x()).isGreaterThan(row.expectedX());
    assertThat(row.high()).isGreaterThan(row.x());
    assertThat(row.expectedWidth()).as("an exact expectation is still to be seen").isEqualTo(2.4);
  }

  @Test
  void share_withoutAnEstimate_isNotDrawnAsZero() {
    SharesPlot plot =
        SharesPlot.of(
            "p",
            new Drawing.Shares(
                "t", List.of(new Drawing.Bar("a", 0, Double.NaN, Double.NaN, Double.NaN, 0, 1))));

    assertThat(plot.rows().get(0).estimated()).isFalse();
    assertThat(plot.rows().get(0).value()).isEqualTo("no estimate · 0");
  }

  @Test
  void ramp_withASpill_marksItWhereTheFirstAlternativeCame() {
    RampPlot plot =
        RampPlot.of(
            "p",
            new Drawing.Ramp(
                "t",
                "west",
                "east",
                List.of(false, false, true, false),
                List.of(1, 2, 4),
                OptionalLong.of(2),
                List.of(
                    new Drawing.Course(
                        "by chance",
                        true,
                        List.of(
                            new Drawing.Corner(0, 0, 0),
                            new Drawing.Corner(2, 0, 0),
                            new Drawing.Corner(4, 0, 2))),
                    new Drawing.Course("level", false, List.of()))));

    assertThat(plot.allowed()).isEqualTo("1–2, 4");
    assertThat(plot.bands()).hasSize(2);
    assertThat(plot.spill()).hasValueSatisfying(spill -> assertThat(spill.label()).isEqualTo("2"));
    assertThat(plot.spillWords()).isEqualTo("first spill with 2 open on west");
    assertThat(plot.cheapestLine())
        .as("two steps up, a level stretch, a step up")
        .matches("M34\\.0 168\\.0(H[\\d.]+V[\\d.]+){4}");
    assertThat(plot.description())
        .isEqualTo(
            "4 connections opened and held: 3 on west (cheapest), 1 on east (alternative); first"
                + " spill with 2 open on west; allowed at 1–2, 4. By reading: by chance: fits;"
                + " level: does not fit.");
    assertThat(plot.courses())
        .extracting(course -> course.label() + ", " + course.style())
        .containsExactly("level (does not fit), differs", "by chance (fits), fits");
    assertThat(plot.courses().get(1).area())
        .as("the upper edge to the right, the lower one back")
        .matches("M34.0 168.0L182.0 168.0L330.0 [0-9.]+L330.0 168.0L182.0 168.0L34.0 168.0Z");
    assertThat(plot.courses().get(0).area()).isEmpty();
  }

  @Test
  void ramp_ofMoreStepsThanCanBeSeen_isDrawnByItsTurns() {
    RampPlot plot =
        RampPlot.of(
            "p",
            new Drawing.Ramp(
                "t",
                "west",
                "east",
                IntStream.range(0, 1200).mapToObj(index -> index >= 400).toList(),
                List.of(),
                OptionalLong.empty(),
                List.of()));

    assertThat(plot.cheapestLine()).matches("M34\\.0 168\\.0(L[\\d.]+ [\\d.]+){2}");
    assertThat(plot.spill()).isEmpty();
    assertThat(plot.spillWords()).isEqualTo("no spill");
  }

  @Test
  void timeline_withALimit_marksItAfterTheFirstFault() {
    TimelinePlot plot = TimelinePlot.of("p", timeline(20, 5));

    assertThat(plot.limitX()).contains(new Axis(20, 6, 330).at(7));
    assertThat(plot.limit()).isEqualTo("limit 5 s");
    assertThat(plot.description())
        .isEqualTo(
            "20 s. east: 12 attempts; failed: 1 attempt. later from 9 s to 10 s; cut from 2 s to 4"
                + " s. limit 5 s after the first fault.");
  }

  @Test
  void timeline_whoseLimitLiesBeyondItsEnd_saysSo() {
    TimelinePlot plot = TimelinePlot.of("p", timeline(20, 30));

    assertThat(plot.limitX()).isEmpty();
    assertThat(plot.limit()).isEqualTo("limit 30 s, beyond the end of this axis");
  }

  @Test
  void description_ofManyFaults_tellsSomeAndCountsTheRest() {
    assertThat(Markup.text(HtmlReport.render(SampleReports.mixed(), "schema")))
        .contains("cut west–east from 15 s to 16 s and 14 more. limit 80 s after the first fault.");
  }

  @Test
  void lane_ofEqualCounts_isDrawnAsOneSliceAndAFailureIsNeverFaint() {
    TimelinePlot plot = TimelinePlot.of("p", timeline(20, 5));

    assertThat(plot.lanes().get(0).slices())
        .extracting(TimelinePlot.Slice::opacity)
        .containsExactly(1.0);
    assertThat(plot.lanes().get(1).slices())
        .singleElement()
        .satisfies(slice -> assertThat(slice.opacity()).isGreaterThanOrEqualTo(0.7));
  }

  @Test
  void labels_thatWouldCoverEachOther_standInRowsOfTheirOwnAndEqualOnesOnce() {
    TimelineLabels labels = new TimelineLabels(0, 300);
    labels.add("freeze east", 10, "fault");
    labels.add("limit 10 s", 20, "limit");
    labels.add("freeze east", 150, "fault");
    labels.add("after", 200, "phase");

    assertThat(labels.placed())
        .extracting(label -> label.text() + " " + label.y())
        .containsExactly("freeze east 11.0", "limit 10 s 25.0", "after 11.0");
    assertThat(labels.height()).isEqualTo(28);
  }

  @Test
  void text_thatIsTooWide_isCutWithAnEllipsis() {
    assertThat(Axis.fit("backend-with-a-long-name", 62)).isEqualTo("backend-w…");
    assertThat(Axis.fit("backend", 62)).isEqualTo("backend");
  }

  private static Drawing.Timeline timeline(double length, double limit) {
    return new Drawing.Timeline(
        "t",
        length,
        List.of(
            new Drawing.Lane("east", false, List.of(0, 4, 4, 4)),
            new Drawing.Lane("failed", true, List.of(0, 1, 0, 0))),
        List.of(new Drawing.Band("later", 9, 10, true), new Drawing.Band("cut", 2, 4, true)),
        OptionalDouble.of(limit));
  }

  private static double number(String attribute) {
    return attribute.isEmpty() ? 0 : Double.parseDouble(attribute);
  }
}
