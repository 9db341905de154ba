package io.spillway.harness.report.io;

import io.spillway.harness.check.Drawing;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads what {@link JsonDrawing} writes. */
final class DrawingReader {

  private DrawingReader() {}

  static Drawing drawing(Cursor drawing) throws IOException {
    return switch (drawing.text("kind")) {
      case "shares" -> shares(drawing);
      case "ramp" -> ramp(drawing);
      case "timeline" -> timeline(drawing);
      default -> throw drawing.at("kind").error("one of shares, ramp, timeline");
    };
  }

  private static Drawing shares(Cursor shares) throws IOException {
    return new Drawing.Shares(
        shares.text("title"),
        shares.list(
            "bars",
            bar ->
                new Drawing.Bar(
                    bar.text("label"),
                    bar.integer("count"),
                    bar.number("observed"),
                    bar.number("low"),
                    bar.number("high"),
                    bar.number("expectedLow"),
                    bar.number("expectedHigh"))));
  }

  private static Drawing ramp(Cursor ramp) throws IOException {
    String connections = ramp.text("connections");
    if (!connections.matches("[ac]*")) {
      throw ramp.at("connections").error("letters c and a only");
    }
    List<Boolean> onAlternative = connections.chars().mapToObj(letter -> letter == 'a').toList();
    return new Drawing.Ramp(
        ramp.text("title"),
        ramp.text("cheapest"),
        ramp.text("alternative"),
        onAlternative,
        ramp.integers("allowed"),
        ramp.has("spill") ? OptionalLong.of(ramp.integer("spill")) : OptionalLong.empty(),
        ramp.has("courses") ? ramp.list("courses", DrawingReader::course) : List.of());
  }

  private static Drawing.Course course(Cursor course) throws IOException {
    List<Integer> opened = course.integers("opened");
    List<Integer> low = course.integers("low");
    List<Integer> high = course.integers("high");
    if (low.size() != opened.size() || high.size() != opened.size()) {
      throw course.at("opened").error("as many numbers as low and high have");
    }
    return new Drawing.Course(
        course.text("label"),
        course.truth("fits"),
        IntStream.range(0, opened.size())
            .mapToObj(i -> new Drawing.Corner(opened.get(i), low.get(i), high.get(i)))
            .toList());
  }

  private static Drawing timeline(Cursor timeline) throws IOException {
    return new Drawing.Timeline(
        timeline.text("title"),
        timeline.number("lengthSeconds"),
        timeline.list(
            "lanes",
            lane ->
                new Drawing.Lane(lane.text("label"), lane.truth("bad"), lane.integers("counts"))),
        timeline.list(
            "bands",
            band ->
                new Drawing.Band(
                    band.text("label"),
                    band.number("fromSeconds"),
                    band.number("toSeconds"),
                    band.truth("fault"))),
        timeline.has("limitSeconds")
            ? OptionalDouble.of(timeline.number("limitSeconds"))
            : OptionalDouble.empty());
  }
}
