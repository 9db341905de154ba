package io.spillway.harness.report.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Statistics;
import io.spillway.harness.check.TrueShare;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.report.Chapter;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.ProfileReport;
import io.spillway.harness.report.SpillReadings;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/**
 * The report as JSON. The shape follows the ConformanceReport of the Kubernetes Gateway API
 * (implementation, version, profiles with a result and statistics each); the rules beneath carry
 * all that the model holds. Keys stand in a fixed order, numbers in a form of their own that no
 * locale or JDK changes.
 */
final class JsonForm {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private final JsonGenerator json;

  private JsonForm(JsonGenerator json) {
    this.json = json;
  }

  static String of(ConformanceReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(printer());
      new JsonForm(json).report(report);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  private void report(ConformanceReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", ReportWriter.SCHEMA);
    json.writeStringField("kind", "ConformanceReport");
    json.writeStringField("version", report.version());
    json.writeObjectFieldStart("implementation");
    json.writeStringField("name", report.router());
    json.writeStringField("version", report.routerVersion());
    json.writeEndObject();
    json.writeObjectFieldStart("runtime");
    json.writeStringField("name", report.runtime());
    json.writeStringField("reason", report.runtimeReason());
    json.writeEndObject();
    texts("environment", report.environment());
    // As text: a seed may need all 64 bits, and many readers keep 53 of a number.
    json.writeStringField("seed", Long.toString(report.seed()));
    json.writeStringField("started", report.started().toString());
    seconds(report.duration());
    number("alpha", report.alpha());
    json.writeStringField("reproduce", report.reproduce());
    json.writeStringField("unfinished", report.unfinished());
    json.writeStringField("verdict", report.verdict().word());
    json.writeObjectFieldStart("statistics");
    json.writeNumberField("rules", report.rules().size());
    json.writeNumberField("cases", report.cases().count());
    json.writeNumberField("checked", report.checked());
    json.writeObjectFieldStart("verdicts");
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberField(verdict.word(), report.count(verdict));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("profile", report.scope().profile());
    json.writeBooleanField("strict", report.scope().strict());
    json.writeArrayFieldStart("mayStayOpen");
    for (String ruleAndCase : report.scope().mayStayOpen()) {
      json.writeString(ruleAndCase);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("profiles");
    for (ProfileReport profile : report.scope().profiles()) {
      profile(profile);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("chapters");
    for (Chapter chapter : Chapter.of(report)) {
      chapter(chapter);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (RuleReport rule : report.rules()) {
      rule(rule);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void profile(ProfileReport profile) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", profile.name());
    json.writeStringField("title", profile.title());
    part("core", profile.core());
    part("extended", profile.extended());
    json.writeEndObject();
  }

  private void part(String name, ProfileReport.PartReport part) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("verdict", part.verdict().map(Verdict::word).orElse("none"));
    json.writeBooleanField("complete", part.isComplete());
    json.writeNumberField("cases", part.cases());
    json.writeNumberField("checked", part.checked());
    json.writeObjectFieldStart("verdicts");
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberField(verdict.word(), part.verdicts().getOrDefault(verdict, 0));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void chapter(Chapter chapter) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", chapter.name());
    json.writeStringField("title", chapter.title());
    json.writeStringField("verdict", chapter.part().verdict().word());
    json.writeObjectFieldStart("statistics");
    for (Rule.Level level : Rule.Level.values()) {
      json.writeObjectFieldStart(level.word());
      for (Verdict verdict : Verdict.values()) {
        json.writeNumberField(
            verdict.word(),
            chapter
                .part()
                .cases()
                .filter(one -> one.level() == level && one.result().verdict() == verdict)
                .count());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void rule(RuleReport report) throws IOException {
    Rule rule = report.rule();
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    json.writeStringField("title", rule.title());
    json.writeStringField("level", rule.level().word());
    json.writeStringField("statement", rule.statement());
    json.writeArrayFieldStart("citations");
    for (Rule.Citation citation : rule.citations()) {
      json.writeStartObject();
      json.writeStringField("source", citation.source());
      json.writeStringField("heading", citation.heading());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("features");
    for (Feature feature : rule.features()) {
      json.writeString(feature.word());
    }
    json.writeEndArray();
    json.writeStringField("check", rule.check());
    json.writeArrayFieldStart("cases");
    for (RuleCase ruleCase : rule.cases()) {
      json.writeStartObject();
      json.writeStringField("name", ruleCase.name());
      json.writeStringField("level", ruleCase.level().word());
      texts("parameters", ruleCase.parameters());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("verdict", report.verdict().word());
    json.writeStringField("readings", SpillReadings.sentence(report.cases()));
    json.writeArrayFieldStart("results");
    for (CaseReport one : report.cases()) {
      result(one);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void result(CaseReport report) throws IOException {
    Result result = report.result();
    json.writeStartObject();
    json.writeStringField("case", result.caseName());
    json.writeStringField("level", report.level().word());
    json.writeStringField("verdict", result.verdict().word());
    json.writeStringField("figure", result.figure());
    json.writeStringField("reason", result.reason());
    if (result.statistics().isPresent()) {
      Statistics statistics = result.statistics().get();
      json.writeObjectFieldStart("statistics");
      json.writeNumberField("n", statistics.n());
      number("alpha", statistics.alpha());
      json.writeStringField("effect", statistics.effect());
      number("power", statistics.power());
      if (statistics.interval().isPresent()) {
        interval(statistics.interval().get());
      }
      json.writeEndObject();
    }
    if (result.readings().isPresent()) {
      json.writeArrayFieldStart("readings");
      for (Reading reading : result.readings().get()) {
        json.writeString(reading.word());
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("evidence");
    for (Evidence evidence : result.evidence()) {
      json.writeStartObject();
      json.writeStringField("expected", evidence.expected());
      json.writeStringField("observed", evidence.observed());
      JsonDrawing.integers(json, "attempts", evidence.attempts());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("drawings");
    new JsonDrawing(json).write(result.drawings());
    json.writeEndArray();
    seconds(report.duration());
    json.writeStringField("history", report.history());
    json.writeArrayFieldStart("files");
    for (String file : report.files()) {
      json.writeString(file);
    }
    json.writeEndArray();
    json.writeStringField("reproduce", report.reproduce());
    json.writeEndObject();
  }

  private void interval(TrueShare interval) throws IOException {
    json.writeObjectFieldStart("interval");
    json.writeStringField("of", interval.of());
    number("low", interval.low());
    number("high", interval.high());
    number("confidence", interval.confidence());
    json.writeEndObject();
  }

  private void texts(String name, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /** Exact to the nanosecond. */
  private void seconds(Duration duration) throws IOException {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    json.writeFieldName("durationSeconds");
    json.writeNumber(seconds.toPlainString());
  }

  private void number(String name, double value) throws IOException {
    JsonDrawing.number(json, name, value);
  }
}
