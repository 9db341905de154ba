package io.spillway.harness.report.html;

import io.spillway.harness.check.Drawing;
import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Attempts over time: a lane for each destination, darker where there were more, faults shaded
 * across all lanes.
 *
 * @param id its id on the page
 * @param title what is shown
 * @param description the timeline in words
 * @param height height of the view box
 * @param top upper end of the lanes
 * @param bottom lower end of the lanes
 * @param lanes one for each destination, and for failures
 * @param bands faults and phases
 * @param labels what the bands and the limit are called, where there is room
 * @param limitX where the limit lies, if there is one on the axis
 * @param limit the limit in words; empty if there is none
 * @param ticks the time axis
 */
public record TimelinePlot(
    String id,
    String title,
    String description,
    double height,
    double top,
    double bottom,
    List<Lane> lanes,
    List<Band> bands,
    List<TimelineLabels.Label> labels,
    Optional<Double> limitX,
    String limit,
    List<Axis.Tick> ticks)
    implements Plot {

  static final double LEFT = 6;
  static final double RIGHT = WIDTH - 10;
  private static final double LANE = 34;

  /** Bands that the description tells one by one; it is read aloud. */
  private static final int MOST_TOLD = 6;

  /** Height of a lane's slices. */
  public static final double SLICE_HEIGHT = 13;

  /**
   * A lane.
   *
   * @param label the destination, cut to fit
   * @param full the destination
   * @param total how many attempts it holds
   * @param bad whether they failed or went where they must not
   * @param textY baseline of label and total
   * @param y upper end of its slices
   * @param slices stretches of equal intensity, without the empty ones
   */
  public record Lane(
      String label,
      String full,
      String total,
      boolean bad,
      double textY,
      double y,
      List<Slice> slices) {}

  /**
   * A stretch of a lane.
   *
   * @param x its start
   * @param width its width, wide enough to be seen
   * @param opacity from 0.3 to 1, more for more attempts
   */
  public record Slice(double x, double width, double opacity) {}

  /**
   * A shaded stretch.
   *
   * @param x its start
   * @param width its width, wide enough to be seen
   * @param fault whether it is a fault, and not a mere phase
   */
  public record Band(double x, double width, boolean fault) {}

  static TimelinePlot of(String id, Drawing.Timeline timeline) {
    Axis axis = new Axis(timeline.lengthSeconds(), LEFT, RIGHT);
    OptionalDouble limitAt = limitAt(timeline);
    TimelineLabels labels = new TimelineLabels(LEFT, RIGHT);
    for (Drawing.Band band : timeline.bands()) {
      labels.add(band.label(), axis.at(band.fromSeconds()), band.fault() ? "fault" : "phase");
    }
    String limit =
        limitAt.isPresent()
            ? "limit " + Figures.seconds(timeline.limitSeconds().getAsDouble()) + " s"
            : "";
    boolean onAxis = limitAt.isPresent() && limitAt.getAsDouble() <= timeline.lengthSeconds();
    if (onAxis) {
      labels.add(limit, axis.at(limitAt.getAsDouble()), "limit");
    }
    double top = labels.height() + 4;
    List<Lane> lanes = new ArrayList<>();
    int most =
        timeline.lanes().stream()
            .flatMap(lane -> lane.counts().stream())
            .max(Integer::compare)
            .orElse(1);
    for (Drawing.Lane lane : timeline.lanes()) {
      lanes.add(lane(lane, axis, top + lanes.size() * LANE, most));
    }
    double bottom = top + lanes.size() * LANE + 2;
    return new TimelinePlot(
        id,
        timeline.title(),
        words(timeline, limit),
        bottom + 18,
        top,
        bottom,
        List.copyOf(lanes),
        timeline.bands().stream().map(band -> band(band, axis)).toList(),
        labels.placed(),
        onAxis ? Optional.of(axis.at(limitAt.getAsDouble())) : Optional.empty(),
        onAxis || limit.isEmpty() ? limit : limit + ", beyond the end of this axis",
        axis.ticks(5, 0, 1, " s"));
  }

  private static OptionalDouble limitAt(Drawing.Timeline timeline) {
    return timeline.limitSeconds().isEmpty()
        ? OptionalDouble.empty()
        : timeline.bands().stream()
            .filter(Drawing.Band::fault)
            .mapToDouble(band -> band.fromSeconds() + timeline.limitSeconds().getAsDouble())
            .min();
  }

  private static Lane lane(Drawing.Lane lane, Axis axis, double top, int most) {
    String total = Figures.count(total(lane));
    return new Lane(
        Axis.fit(lane.label(), RIGHT - LEFT - (total.length() + 2) * Axis.CHARACTER_WIDTH),
        lane.label(),
        total,
        lane.bad(),
        top + 13,
        top + 18,
        slices(lane, axis, most));
  }

  private static List<Slice> slices(Drawing.Lane lane, Axis axis, int most) {
    List<Integer> counts = lane.counts();
    List<Slice> slices = new ArrayList<>();
    Axis index = new Axis(counts.size(), axis.from(), axis.to());
    int start = 0;
    for (int end = 1; end <= counts.size(); end++) {
      double opacity = opacity(counts.get(start), most, lane.bad());
      if (end == counts.size() || opacity(counts.get(end), most, lane.bad()) != opacity) {
        if (counts.get(start) > 0) {
          double width = Math.max(lane.bad() ? 2 : 0.8, index.at(end) - index.at(start));
          slices.add(new Slice(index.at(start), Axis.tenth(width), opacity));
        }
        start = end;
      }
    }
    return List.copyOf(slices);
  }

  /** Six steps; a failure is never faint. */
  private static double opacity(int count, int most, boolean bad) {
    if (count <= 0) {
      return 0;
    }
    double share = Math.ceil(5.0 * count / Math.max(1, most)) / 5;
    return bad ? Axis.tenth(0.7 + 0.3 * share) : Axis.tenth(0.2 + 0.8 * share);
  }

  private static Band band(Drawing.Band band, Axis axis) {
    double from = axis.at(band.fromSeconds());
    return new Band(
        from, Axis.tenth(Math.max(1.2, axis.at(band.toSeconds()) - from)), band.fault());
  }

  private static long total(Drawing.Lane lane) {
    return lane.counts().stream().mapToLong(Integer::longValue).sum();
  }

  private static String words(Drawing.Timeline timeline, String limit) {
    String lanes =
        timeline.lanes().stream()
            .map(lane -> lane.label() + ": " + Figures.count(total(lane), "attempt"))
            .collect(Collectors.joining("; "));
    int told = Math.min(MOST_TOLD, timeline.bands().size());
    String bands =
        timeline.bands().stream()
            .limit(told)
            .map(
                band ->
                    band.label()
                        + " from "
                        + Figures.seconds(band.fromSeconds())
                        + " s to "
                        + Figures.seconds(band.toSeconds())
                        + " s")
            .collect(Collectors.joining("; "));
    int more = timeline.bands().size() - told;
    return Figures.seconds(timeline.lengthSeconds())
        + " s. "
        + lanes
        + (bands.isEmpty() ? "" : ". " + bands)
        + (more > 0 ? " and " + more + " more" : "")
        + (limit.isEmpty() ? "." : ". " + limit + " after the first fault.");
  }
}
