package io.spillway.harness.report.html;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A held ramp as two step lines: connections opened to the right, open on each path upwards.
 *
 * @param id its id on the page
 * @param title which ramp
 * @param description the ramp in words
 * @param height height of the view box
 * @param cheapest label of the cheapest path
 * @param alternative label of the alternative
 * @param cheapestLine the cheapest path's steps, as SVG path data
 * @param alternativeLine the alternative's steps, as SVG path data
 * @param courses what the alternative may have by each reading, those that fit last, on top
 * @param allowed where the spill may come, as words; empty if the ramp allows any
 * @param bands the same as stretches of the axis that points up
 * @param spill where it came, if it did
 * @param spillWords the same in words
 * @param x the axis to the right
 * @param y the axis that points up
 */
public record RampPlot(
    String id,
    String title,
    String description,
    double height,
    String cheapest,
    String alternative,
    String cheapestLine,
    String alternativeLine,
    List<Course> courses,
    String allowed,
    List<Band> bands,
    Optional<Spill> spill,
    String spillWords,
    List<Axis.Tick> x,
    List<Axis.Tick> y)
    implements Plot {

  /** Left end of the plotted area. */
  public static final double LEFT = 34;

  /** Right end of the plotted area. */
  public static final double RIGHT = WIDTH - 10;

  /** Upper end of the plotted area. */
  public static final double TOP = 18;

  /** Lower end of the plotted area. */
  public static final double BOTTOM = 168;

  private static final double HEIGHT = BOTTOM + 34;
  private static final double FINEST_STEP = 1.5;

  /**
   * A stretch of the axis that points up.
   *
   * @param y its upper end
   * @param height its height, tall enough to be seen
   */
  public record Band(double y, double height) {}

  /**
   * What a reading allows.
   *
   * @param label the reading, and whether the ramp fits it
   * @param style {@code fits} or {@code differs}
   * @param area its band, as SVG path data
   */
  public record Course(String label, String style, String area) {

    private static Course of(Drawing.Course course, Axis x, Axis y) {
      StringBuilder area = new StringBuilder();
      List<Drawing.Corner> corners = course.corners();
      for (Drawing.Corner corner : corners) {
        area.append(area.isEmpty() ? "M" : "L").append(point(corner, corner.high(), x, y));
      }
      for (int i = corners.size() - 1; i >= 0; i--) {
        area.append("L").append(point(corners.get(i), corners.get(i).low(), x, y));
      }
      return new Course(
          course.label() + (course.fits() ? " (fits)" : " (does not fit)"),
          course.fits() ? "fits" : "differs",
          area.isEmpty() ? "" : area.append("Z").toString());
    }

    private static String point(Drawing.Corner corner, int value, Axis x, Axis y) {
      return x.at(corner.opened()) + " " + y.at(value);
    }
  }

  /**
   * The point of the first spill.
   *
   * @param x connections opened by then
   * @param y connections open on the cheapest path by then
   * @param label how many those are
   * @param labelX where the label stands
   * @param labelY its baseline
   * @param labelAnchor which end of the label stands there
   */
  public record Spill(
      double x, double y, String label, double labelX, double labelY, String labelAnchor) {}

  static RampPlot of(String id, Drawing.Ramp ramp) {
    List<Boolean> route = ramp.onAlternative();
    long onAlternative = route.stream().filter(alternative -> alternative).count();
    long onCheapest = route.size() - onAlternative;
    int highest = ramp.allowed().stream().max(Integer::compare).orElse(0);
    Axis x = new Axis(route.size(), LEFT, RIGHT);
    Axis y = new Axis(Math.max(Math.max(onCheapest, onAlternative), highest) * 1.04, BOTTOM, TOP);
    String spill =
        ramp.spill().isPresent()
            ? "first spill with "
                + Figures.count(ramp.spill().getAsLong())
                + " open on "
                + ramp.cheapest()
            : "no spill";
    String allowed =
        runs(ramp.allowed()).stream().map(Run::words).collect(Collectors.joining(", "));
    return new RampPlot(
        id,
        ramp.title(),
        Figures.count(route.size(), "connection")
            + " opened and held: "
            + Figures.count(onCheapest)
            + " on "
            + ramp.cheapest()
            + " (cheapest), "
            + Figures.count(onAlternative)
            + " on "
            + ramp.alternative()
            + " (alternative); "
            + spill
            + (allowed.isEmpty() ? "." : "; allowed at " + allowed + ".")
            + words(ramp.courses()),
        HEIGHT,
        ramp.cheapest(),
        ramp.alternative(),
        steps(route, false, x, y),
        steps(route, true, x, y),
        courses(ramp.courses(), x, y),
        allowed,
        runs(ramp.allowed()).stream().map(run -> run.band(y)).toList(),
        spill(ramp, x, y),
        spill,
        x.ticks(4, 1, 1, ""),
        y.ticks(4, 1, 1, ""));
  }

  private static String words(List<Drawing.Course> courses) {
    return courses.isEmpty()
        ? ""
        : courses.stream()
            .map(course -> course.label() + (course.fits() ? ": fits" : ": does not fit"))
            .collect(Collectors.joining("; ", " By reading: ", "."));
  }

  private static List<Course> courses(List<Drawing.Course> courses, Axis x, Axis y) {
    return courses.stream()
        .sorted(Comparator.comparing(Drawing.Course::fits))
        .map(course -> Course.of(course, x, y))
        .toList();
  }

  /** Steps, or where they would be too fine to be seen a corner for each turn. */
  private static String steps(List<Boolean> route, boolean alternative, Axis x, Axis y) {
    boolean fine = x.at(1) - x.at(0) < FINEST_STEP;
    StringBuilder path = new StringBuilder("M" + x.at(0) + " " + y.at(0));
    int open = 0;
    for (int index = 0; index < route.size(); index++) {
      boolean here = route.get(index) == alternative;
      open += here ? 1 : 0;
      boolean turns = index == route.size() - 1 || !route.get(index).equals(route.get(index + 1));
      if (fine && turns) {
        path.append("L").append(x.at(index + 1)).append(" ").append(y.at(open));
      } else if (!fine && (here || turns)) {
        path.append("H").append(x.at(index + 1)).append("V").append(y.at(open));
      }
    }
    return path.toString();
  }

  private static Optional<Spill> spill(Drawing.Ramp ramp, Axis x, Axis y) {
    int first = ramp.onAlternative().indexOf(true);
    if (ramp.spill().isEmpty() || first < 0) {
      return Optional.empty();
    }
    double spillX = x.at(first + 1);
    double spillY = y.at((double) ramp.spill().getAsLong());
    boolean early = spillX < LEFT + 40;
    return Optional.of(
        new Spill(
            spillX,
            spillY,
            Figures.count(ramp.spill().getAsLong()),
            early ? spillX + 8 : spillX - 7,
            early ? Math.min(spillY + 4, BOTTOM - 4) : Math.max(spillY - 6, TOP + 10),
            early ? "start" : "end"));
  }

  private static List<Run> runs(List<Integer> allowed) {
    List<Run> runs = new ArrayList<>();
    for (int value : allowed.stream().sorted().distinct().toList()) {
      int last = runs.size() - 1;
      if (last >= 0 && value == runs.get(last).to + 1) {
        runs.set(last, new Run(runs.get(last).from, value));
      } else {
        runs.add(new Run(value, value));
      }
    }
    return runs;
  }

  /** Neighbouring values. */
  private record Run(int from, int to) {

    String words() {
      return from == to ? Figures.count(from) : Figures.count(from) + "–" + Figures.count(to);
    }

    Band band(Axis y) {
      double top = y.at(to);
      double height = Math.max(3, y.at(from) - top);
      return new Band(Axis.tenth((top + y.at(from) - height) / 2), Axis.tenth(height));
    }
  }
}
