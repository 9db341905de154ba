package io.spillway.harness.report.io;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.harness.check.Drawing;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Drawings as JSON: the data, for whoever wants to draw them again. */
final class JsonDrawing {

  private final JsonGenerator json;

  JsonDrawing(JsonGenerator json) {
    this.json = json;
  }

  void write(List<Drawing> drawings) throws IOException {
    for (Drawing drawing : drawings) {
      json.writeStartObject();
      if (drawing instanceof Drawing.Shares shares) {
        shares(shares);
      } else if (drawing instanceof Drawing.Ramp ramp) {
        ramp(ramp);
      } else if (drawing instanceof Drawing.Timeline timeline) {
        timeline(timeline);
      }
      json.writeEndObject();
    }
  }

  private void shares(Drawing.Shares shares) throws IOException {
    json.writeStringField("kind", "shares");
    json.writeStringField("title", shares.title());
    json.writeArrayFieldStart("bars");
    for (Drawing.Bar bar : shares.bars()) {
      json.writeStartObject();
      json.writeStringField("label", bar.label());
      json.writeNumberField("count", bar.count());
      number(json, "observed", bar.observed());
      number(json, "low", bar.low());
      number(json, "high", bar.high());
      number(json, "expectedLow", bar.expectedLow());
      number(json, "expectedHigh", bar.expectedHigh());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void ramp(Drawing.Ramp ramp) throws IOException {
    json.writeStringField("kind", "ramp");
    json.writeStringField("title", ramp.title());
    json.writeStringField("cheapest", ramp.cheapest());
    json.writeStringField("alternative", ramp.alternative());
    json.writeStringField(
        "connections",
        ramp.onAlternative().stream()
            .map(alternative -> alternative ? "a" : "c")
            .collect(Collectors.joining()));
    integers(json, "allowed", ramp.allowed());
    if (ramp.spill().isPresent()) {
      json.writeNumberField("spill", ramp.spill().getAsLong());
    }
    json.writeArrayFieldStart("courses");
    for (Drawing.Course course : ramp.courses()) {
      json.writeStartObject();
      json.writeStringField("label", course.label());
      json.writeBooleanField("fits", course.fits());
      integers(json, "opened", course.corners().stream().map(Drawing.Corner::opened).toList());
      integers(json, "low", course.corners().stream().map(Drawing.Corner::low).toList());
      integers(json, "high", course.corners().stream().map(Drawing.Corner::high).toList());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void timeline(Drawing.Timeline timeline) throws IOException {
    json.writeStringField("kind", "timeline");
    json.writeStringField("title", timeline.title());
    number(json, "lengthSeconds", timeline.lengthSeconds());
    if (timeline.limitSeconds().isPresent()) {
      number(json, "limitSeconds", timeline.limitSeconds().getAsDouble());
    }
    json.writeArrayFieldStart("lanes");
    for (Drawing.Lane lane : timeline.lanes()) {
      json.writeStartObject();
      json.writeStringField("label", lane.label());
      json.writeBooleanField("bad", lane.bad());
      integers(json, "counts", lane.counts());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("bands");
    for (Drawing.Band band : timeline.bands()) {
      json.writeStartObject();
      json.writeStringField("label", band.label());
      json.writeBooleanField("fault", band.fault());
      number(json, "fromSeconds", band.fromSeconds());
      number(json, "toSeconds", band.toSeconds());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A number, or {@code null} where there is none: JSON knows no NaN. */
  static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  /** A list of whole numbers on one line; a timeline has hundreds of them. */
  static void integers(JsonGenerator json, String name, List<Integer> values) throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(
        values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")));
  }
}
