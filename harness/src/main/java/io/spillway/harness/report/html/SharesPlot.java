package io.spillway.harness.report.html;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shares of groups: for each a bar, its confidence interval, and a mark or band where the rule
 * expects it.
 *
 * @param id its id on the page
 * @param title what is divided
 * @param description all shares in words
 * @param height height of the view box
 * @param axisY where the axis lies
 * @param rows one for each group
 * @param ticks the axis
 */
public record SharesPlot(
    String id,
    String title,
    String description,
    double height,
    double axisY,
    List<Row> rows,
    List<Axis.Tick> ticks)
    implements Plot {

  private static final double ROW = 40;
  private static final double LEFT = 6;
  private static final double RIGHT = WIDTH - 10;

  /**
   * A group.
   *
   * @param label the group, cut to fit
   * @param full the group
   * @param value its share and count
   * @param textY baseline of label and value
   * @param y middle of the bar
   * @param estimated whether there is an estimate to draw
   * @param x end of the bar
   * @param low lower end of the interval
   * @param high upper end of the interval
   * @param expectedX left end of what is expected
   * @param expectedWidth its width, wide enough to be seen
   */
  public record Row(
      String label,
      String full,
      String value,
      double textY,
      double y,
      boolean estimated,
      double x,
      double low,
      double high,
      double expectedX,
      double expectedWidth) {}

  static SharesPlot of(String id, Drawing.Shares shares) {
    double most =
        shares.bars().stream()
            .flatMap(bar -> Stream.of(bar.observed(), bar.high(), bar.expectedHigh()))
            .filter(Double::isFinite)
            .max(Double::compare)
            .orElse(1.0);
    Axis axis = new Axis(most > 0.5 || most <= 0 ? 1 : Math.min(1, Axis.round(most)), LEFT, RIGHT);
    List<Row> rows = new ArrayList<>();
    for (Drawing.Bar bar : shares.bars()) {
      rows.add(row(bar, axis, rows.size() * ROW));
    }
    double axisY = rows.size() * ROW + 2;
    return new SharesPlot(
        id,
        shares.title(),
        shares.bars().stream().map(SharesPlot::words).collect(Collectors.joining("; ", "", ".")),
        axisY + 18,
        axisY,
        List.copyOf(rows),
        axis.ticks(4, 0, 100, " %"));
  }

  private static Row row(Drawing.Bar bar, Axis axis, double top) {
    String value = Figures.percent(bar.observed()) + " · " + Figures.count(bar.count());
    double expectedLow = axis.at(bar.expectedLow());
    double expectedHigh = axis.at(bar.expectedHigh());
    double width = Math.max(2.4, expectedHigh - expectedLow);
    return new Row(
        Axis.fit(bar.label(), RIGHT - LEFT - (value.length() + 2) * Axis.CHARACTER_WIDTH),
        bar.label(),
        value,
        top + 12,
        top + 26,
        Double.isFinite(bar.observed()),
        axis.at(bar.observed()),
        axis.at(bar.low()),
        axis.at(bar.high()),
        Axis.tenth((expectedLow + expectedHigh - width) / 2),
        Axis.tenth(width));
  }

  private static String words(Drawing.Bar bar) {
    String expected =
        bar.expectedLow() == bar.expectedHigh()
            ? Figures.percent(bar.expectedLow())
            : Figures.percent(bar.expectedLow()) + " to " + Figures.percent(bar.expectedHigh());
    return bar.label()
        + ": "
        + Figures.percent(bar.observed())
        + ", "
        + Figures.count(bar.count())
        + " observed, interval "
        + Figures.percent(bar.low())
        + " to "
        + Figures.percent(bar.high())
        + ", expected "
        + expected;
  }
}
