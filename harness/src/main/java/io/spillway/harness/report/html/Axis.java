package io.spillway.harness.report.html;

import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis from 0. What is no number lies at its start, what lies beyond its ends at the end,
 * so that a drawing never holds a coordinate that cannot be drawn.
 *
 * @param length the value at its far end, above 0
 * @param from the coordinate of 0
 * @param to the coordinate of the far end; smaller than {@code from} for an axis that points up
 */
public record Axis(double length, double from, double to) {

  /** Makes any length usable. */
  public Axis {
    length = Double.isFinite(length) && length > 0 ? length : 1;
  }

  /**
   * A labelled place on an axis.
   *
   * @param at its coordinate
   * @param label its value
   */
  public record Tick(double at, String label) {}

  /** {@return the coordinate of a value, to a tenth} */
  public double at(double value) {
    double share = Double.isNaN(value) ? 0 : Math.max(0, Math.min(1, value / length));
    return tenth(from + share * (to - from));
  }

  /** {@return ticks at round values, at most this many beyond the one at 0} */
  List<Tick> ticks(int most, double least, double factor, String unit) {
    double step = Math.max(least, round(length / most));
    List<Tick> ticks = new ArrayList<>();
    for (int index = 0; index * step <= length * 1.0001; index++) {
      ticks.add(new Tick(at(index * step), Figures.seconds(index * step * factor) + unit));
    }
    return List.copyOf(ticks);
  }

  /** {@return the least of 1, 2, 2.5, 5 times a power of ten that is not below the value} */
  static double round(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (step * power >= value * 0.9999) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** {@return the value to a tenth: finer than a screen shows} */
  static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /** {@return the text, cut with an ellipsis where it is wider than this in a plot's type} */
  static String fit(String text, double width) {
    int most = Math.max(1, (int) (width / CHARACTER_WIDTH));
    int length = text.codePointCount(0, text.length());
    return length <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
  }

  /** Width of a character, on average, in a plot's type of up to 12 units. */
  static final double CHARACTER_WIDTH = 6.2;
}
