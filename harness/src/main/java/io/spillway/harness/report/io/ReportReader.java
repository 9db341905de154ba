package io.spillway.harness.report.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Statistics;
import io.spillway.harness.check.TrueShare;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.ProfileReport;
import io.spillway.harness.report.Scope;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a report back from its JSON, so that runs can be compared and redrawn. Fields that it does
 * not know are passed over: within a major version the format may grow. What follows from the rest
 * (composed verdicts, statistics, chapters) is not read but composed again.
 */
public final class ReportReader {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ReportReader() {}

  /**
   * Reads.
   *
   * @param path a {@value ReportWriter#JSON_FILE}, or the folder that it lies in
   * @return the report
   * @throws IOException if there is none, or it is not one of this format; says where in the
   *     document, what belongs there and what was found
   */
  public static ConformanceReport read(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(ReportWriter.JSON_FILE) : path;
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON: " + e.getMessage(), e);
    }
    try {
      return report(new Cursor(root, ""));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          file + " is not a readable " + ReportWriter.SCHEMA + " report: " + e.getMessage(), e);
    }
  }

  private static ConformanceReport report(Cursor root) throws IOException {
    if (!root.text("schema").equals(ReportWriter.SCHEMA)) {
      throw new IOException(
          root.at("schema").error("\"" + ReportWriter.SCHEMA + "\"").getMessage()
              + "; read it with the Spillway that wrote it"
              + (root.has("version") ? ", " + root.text("version") : ""));
    }
    Cursor implementation = root.object("implementation");
    Cursor runtime = root.object("runtime");
    return new ConformanceReport(
        root.text("version"),
        implementation.text("name"),
        implementation.text("version"),
        runtime.text("name"),
        runtime.text("reason"),
        seed(root),
        started(root),
        duration(root),
        root.number("alpha"),
        root.texts("environment"),
        root.text("reproduce"),
        root.list("rules", ReportReader::rule),
        root.text("unfinished"),
        new Scope(
            root.text("profile"),
            root.truth("strict"),
            root.words("mayStayOpen"),
            root.list("profiles", ReportReader::profile)));
  }

  private static ProfileReport profile(Cursor profile) throws IOException {
    return new ProfileReport(
        profile.text("name"),
        profile.text("title"),
        part(profile.object("core")),
        part(profile.object("extended")));
  }

  private static ProfileReport.PartReport part(Cursor part) throws IOException {
    Cursor counts = part.object("verdicts");
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      int count = Math.toIntExact(counts.integer(verdict.word()));
      if (count > 0) {
        verdicts.put(verdict, count);
      }
    }
    return new ProfileReport.PartReport(Math.toIntExact(part.integer("cases")), verdicts);
  }

  private static RuleReport rule(Cursor rule) throws IOException {
    String id = rule.text("id");
    return new RuleReport(
        new Rule(
            id,
            rule.text("title"),
            level(rule),
            rule.text("statement"),
            rule.list(
                "citations",
                citation -> new Rule.Citation(citation.text("source"), citation.text("heading"))),
            rule.list("features", ReportReader::feature),
            rule.text("check"),
            rule.list(
                "cases",
                one -> new RuleCase(one.text("name"), level(one), one.texts("parameters")))),
        rule.list("results", result -> result(id, result)));
  }

  private static CaseReport result(String rule, Cursor result) throws IOException {
    return new CaseReport(
        level(result),
        new Result(
            rule,
            result.text("case"),
            word(result, "verdict", List.of(Verdict.values()), Verdict::word),
            result.text("figure"),
            result.text("reason"),
            result.list(
                "evidence",
                evidence ->
                    new Evidence(
                        evidence.integers("attempts"),
                        evidence.text("expected"),
                        evidence.text("observed"))),
            statistics(result),
            result.list("drawings", DrawingReader::drawing),
            readings(result)),
        duration(result),
        result.text("history"),
        result.has("files") ? result.words("files") : List.of(),
        result.text("reproduce"));
  }

  private static Optional<Set<Reading>> readings(Cursor result) throws IOException {
    if (!result.has("readings")) {
      return Optional.empty();
    }
    return Optional.of(Set.copyOf(result.list("readings", ReportReader::reading)));
  }

  private static Reading reading(Cursor element) throws IOException {
    return Reading.named(element.node().textValue())
        .orElseThrow(() -> element.error(oneOf(List.of(Reading.values()), Reading::word)));
  }

  private static Optional<Statistics> statistics(Cursor result) throws IOException {
    if (!result.has("statistics")) {
      return Optional.empty();
    }
    Cursor statistics = result.object("statistics");
    return Optional.of(
        new Statistics(
            statistics.integer("n"),
            statistics.number("alpha"),
            statistics.text("effect"),
            statistics.number("power"),
            interval(statistics)));
  }

  private static Optional<TrueShare> interval(Cursor statistics) throws IOException {
    if (!statistics.has("interval")) {
      return Optional.empty();
    }
    Cursor interval = statistics.object("interval");
    return Optional.of(
        new TrueShare(
            interval.text("of"),
            interval.number("low"),
            interval.number("high"),
            interval.number("confidence")));
  }

  private static long seed(Cursor root) throws IOException {
    try {
      return Long.parseLong(root.text("seed"));
    } catch (NumberFormatException e) {
      throw new IOException(
          root.at("seed").error("a whole number of 64 bits, as a text").getMessage(), e);
    }
  }

  private static Instant started(Cursor root) throws IOException {
    try {
      return Instant.parse(root.text("started"));
    } catch (DateTimeParseException e) {
      throw new IOException(
          root.at("started").error("a moment such as 2026-11-21T10:15:30Z").getMessage(), e);
    }
  }

  private static Duration duration(Cursor owner) throws IOException {
    BigDecimal seconds = owner.decimal("durationSeconds");
    try {
      return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    } catch (ArithmeticException e) {
      throw new IOException(
          owner.at("durationSeconds").error("seconds, exact to the nanosecond").getMessage(), e);
    }
  }

  private static Rule.Level level(Cursor owner) throws IOException {
    return word(owner, "level", List.of(Rule.Level.values()), Rule.Level::word);
  }

  private static Feature feature(Cursor element) throws IOException {
    return Stream.of(Feature.values())
        .filter(feature -> feature.word().equals(element.node().textValue()))
        .findFirst()
        .orElseThrow(() -> element.error(oneOf(List.of(Feature.values()), Feature::word)));
  }

  private static <T> T word(Cursor owner, String name, List<T> values, Function<T, String> words)
      throws IOException {
    String found = owner.text(name);
    return values.stream()
        .filter(value -> words.apply(value).equals(found))
        .findFirst()
        .orElseThrow(() -> owner.at(name).error(oneOf(values, words)));
  }

  private static <T> String oneOf(List<T> values, Function<T, String> words) {
    return values.stream()
        .map(words)
        .collect(Collectors.joining(", ", "one of ", ""))
        .toLowerCase(Locale.ROOT);
  }
}
