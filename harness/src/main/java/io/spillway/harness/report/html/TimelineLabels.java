package io.spillway.harness.report.html;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Places labels above a timeline in as few rows as it takes for none to cover another; of labels
 * that say the same only the first is placed. Not thread-safe.
 */
public final class TimelineLabels {

  private static final double ROW = 14;
  private static final int MAX_ROWS = 4;
  private static final double GAP = 6;

  private final double left;
  private final double right;
  private final List<Double> ends = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  TimelineLabels(double left, double right) {
    this.left = left;
    this.right = right;
  }

  /**
   * A placed label.
   *
   * @param text what it says, cut to fit
   * @param x its start
   * @param y its baseline
   * @param kind {@code fault}, {@code phase} or {@code limit}
   */
  public record Label(String text, double x, double y, String kind) {}

  void add(String text, double at, String kind) {
    if (!seen.add(text)) {
      return;
    }
    String cut = Axis.fit(text, (right - left) * 0.7);
    double width = cut.codePointCount(0, cut.length()) * Axis.CHARACTER_WIDTH;
    double x = Math.max(left, Math.min(at, right - width));
    int row = 0;
    while (row < ends.size() && ends.get(row) > x) {
      row++;
    }
    if (row == MAX_ROWS) {
      return;
    }
    if (row == ends.size()) {
      ends.add(0.0);
    }
    ends.set(row, x + width + GAP);
    labels.add(new Label(cut, Axis.tenth(x), row * ROW + 11, kind));
  }

  double height() {
    return ends.size() * ROW;
  }

  List<Label> placed() {
    return List.copyOf(labels);
  }
}
