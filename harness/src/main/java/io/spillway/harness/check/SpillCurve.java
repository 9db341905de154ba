package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Phase;
import io.spillway.harness.model.LinkCostModel;
import io.spillway.harness.model.LinkCostModel.Band;
import io.spillway.harness.model.LinkCostModel.Course;
import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.model.Spreading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole curve of a ramp, how many connections each path has after each one that was opened,
 * against the band of every course that the model knows.
 *
 * @param model the model
 * @param spreading how uneven the model lets a spread be
 */
record SpillCurve(LinkCostModel model, Spreading spreading) {

  private static final int CORNERS = 48;

  /**
   * Judges whether some course explains the curve, among those of the readings that explain the
   * first spill, which rests on what happened in these phases.
   */
  void judge(HeldRamp ramp, Set<Reading> readings, List<Phase> phases, Findings findings) {
    List<Boolean> curve = ramp.sides(ramp.served());
    int furthest = 0;
    for (Course course : Course.values()) {
      int leaves = model.leaves(course, curve, spreading);
      if (readings.contains(course.reading())) {
        if (leaves == 0) {
          return;
        }
        furthest = Math.max(furthest, leaves);
      }
    }
    if (furthest > 0) {
      List<Attempt> before = ramp.served().subList(0, furthest);
      String observed =
          Words.count(ramp.onAlternative(before))
              + " of "
              + Words.count(furthest, "connection")
              + " at "
              + ramp.alternative();
      String expected = expected(readings, furthest);
      findings.misplaced(
          "In the ramp "
              + ramp.words()
              + " the curve leaves every reading's band: "
              + observed
              + ", expected were "
              + expected
              + ".",
          new Evidence(
              List.of(ramp.served().get(furthest - 1).index()), expected + " there", observed),
          phases);
    }
  }

  /**
   * {@return the ramp to be drawn, with the band of each course}
   *
   * @param allowed connections on the cheapest path at which the first spill may come, ascending
   * @param spread whether every stretch after the spill is spread over both paths: without that a
   *     ramp fits no course, though it stays in a band
   */
  Drawing.Ramp drawing(HeldRamp ramp, List<Integer> allowed, boolean spread) {
    List<Boolean> curve = ramp.sides(ramp.served());
    Set<Course> shown = EnumSet.of(Course.PERCEIVED_LEVEL, Course.OPEN_SPREAD);
    if (spread && fits(Course.PERCEIVED_SPREAD, curve) && !fits(Course.PERCEIVED_LEVEL, curve)) {
      shown.add(Course.PERCEIVED_SPREAD);
    }
    if (model.best() == 0) {
      shown.remove(Course.PERCEIVED_SPREAD); // with a local workload it is the other one's band
    }
    return ramp.drawing(
        allowed,
        shown.stream()
            .map(
                course ->
                    new Drawing.Course(
                        course.words(),
                        spread && fits(course, curve),
                        corners(course, curve.size())))
            .toList());
  }

  private boolean fits(Course course, List<Boolean> curve) {
    return !curve.isEmpty() && model.leaves(course, curve, spreading) == 0;
  }

  private String expected(Set<Reading> readings, int held) {
    List<Band> bands = new ArrayList<>();
    for (Course course : Course.values()) {
      if (readings.contains(course.reading())) {
        bands.add(model.band(course, held, spreading));
      }
    }
    return Words.count(bands.stream().mapToInt(Band::low).min().orElse(0))
        + " to "
        + Words.count(bands.stream().mapToInt(Band::high).max().orElse(0));
  }

  /** The band where it turns, and often enough between. */
  private List<Drawing.Corner> corners(Course course, int length) {
    int threshold = model.threshold(course.reading());
    Set<Integer> at = new TreeSet<>(List.of(0, threshold, threshold + 1, length));
    for (int i = 1; i < CORNERS; i++) {
      at.add((int) ((long) i * length / CORNERS));
    }
    List<Drawing.Corner> corners = new ArrayList<>();
    for (int held : at) {
      if (held <= length) {
        Band band = model.band(course, held, spreading);
        corners.add(new Drawing.Corner(held, band.low(), band.high()));
      }
    }
    return corners;
  }
}
