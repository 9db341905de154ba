package io.spillway.harness.report;

import static io.spillway.harness.model.LinkCostModel.Reading.OPEN_CONNECTIONS;
import static io.spillway.harness.model.LinkCostModel.Reading.PERCEIVED_COST;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.rule.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpillReadingsTest {

  private static final Set<Reading> EITHER = Set.of(PERCEIVED_COST, OPEN_CONNECTIONS);
  private static final CaseReport UNEXPLAINED = SampleRamps.spill().cases().get(1);

  @Test
  void casesThatFitTheSameReading_areSaidToDoSo() {
    assertThat(
            SpillReadings.sentence(
                List.of(fits("0 v 5", EITHER), fits("1 v 5", Set.of(PERCEIVED_COST)))))
        .isEqualTo("Each of the 2 cases fits the perceived-cost reading.");
    assertThat(
            SpillReadings.sentence(
                List.of(fits("0 v 5", EITHER), fits("1 v 5", Set.of(OPEN_CONNECTIONS)))))
        .isEqualTo("Each of the 2 cases fits the open-connections reading.");
    assertThat(SpillReadings.sentence(List.of(fits("0 v 5", EITHER), fits("0 v 1", EITHER))))
        .isEqualTo("Each of the 2 cases fits either reading.");
  }

  @Test
  void casesThatFitDifferentReadings_areNamed() {
    assertThat(
            SpillReadings.sentence(
                List.of(
                    fits("0 v 5", EITHER),
                    fits("1 v 5", Set.of(PERCEIVED_COST)),
                    fits("2 v 10", Set.of(OPEN_CONNECTIONS)),
                    fits("10 v 20", Set.of(PERCEIVED_COST)))))
        .isEqualTo(
            "Cases fit different readings: 1 v 5, 10 v 20 only perceived-cost; 2 v 10 only"
                + " open-connections.");
    assertThat(SpillReadings.sentence(List.of(fits("0 v 5", EITHER), fits("1 v 5", Set.of()))))
        .isEqualTo("Cases fit different readings: 1 v 5 another one in each order.");
  }

  @Test
  void caseThatNoReadingExplains_isNotAmongThoseThatFit() {
    assertThat(
            SpillReadings.sentence(
                List.of(fits("0 v 5", EITHER), fits("1 v 5", EITHER), UNEXPLAINED)))
        .isEqualTo("2 of 3 cases fit either reading; the others were not seen to fit one.");
  }

  @Test
  void fewerThanTwoCases_areNotCompared() {
    assertThat(SpillReadings.sentence(List.of())).isEmpty();
    assertThat(SpillReadings.sentence(List.of(UNEXPLAINED, fits("0 v 5", EITHER)))).isEmpty();
  }

  @Test
  void casesOfARule_thatAReportHoldsOneByOne_areComparedAllTheSame() {
    Rule rule = SampleRamps.spill().rule();
    ConformanceReport report =
        SampleReports.with(
            SampleReports.mixed(),
            List.of(
                new RuleReport(rule, List.of(fits("0 v 5", EITHER))),
                new RuleReport(rule, List.of(fits("1 v 400", EITHER)))),
            "");

    assertThat(SpillReadings.lines(report))
        .containsExactly("C5: Each of the 2 cases fits either reading.");
    assertThat(SpillReadings.lines(SampleReports.passed())).isEmpty();
  }

  private static CaseReport fits(String caseName, Set<Reading> readings) {
    return SampleRamps.fitting(caseName, readings);
  }
}
