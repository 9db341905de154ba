package io.spillway.harness.report.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportSchemaTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path folder;

  static Stream<ConformanceReport> reports() {
    return Stream.of(
        SampleReports.mixed(),
        SampleReports.passed(),
        SampleReports.empty(),
        SampleReports.readings(),
        SampleReports.unfinished(),
        SampleReports.hostile());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void report_ofAnyKind_keepsTheSchemaThatLiesBesideIt(ConformanceReport report)
      throws IOException {
    ReportWriter.write(folder, report);

    assertThat(new SchemaCheck(schema()).breaches(read("report.json"))).isEmpty();
  }

  @Test
  void document_thatBreaksTheSchema_isCaught() throws IOException {
    ReportWriter.write(folder, SampleReports.mixed());
    ObjectNode document = (ObjectNode) read("report.json");
    document.put("seed", 12);
    document.put("verdict", "fine");
    document.put("surprise", true);
    document.remove("rules");

    List<String> breaches = new SchemaCheck(schema()).breaches(document);

    assertThat(breaches)
        .hasSize(4)
        .anySatisfy(breach -> assertThat(breach).contains("lacks rules"))
        .anySatisfy(breach -> assertThat(breach).startsWith("/seed: NUMBER is no"))
        .anySatisfy(breach -> assertThat(breach).startsWith("/verdict: \"fine\" is none of"))
        .anySatisfy(breach -> assertThat(breach).startsWith("/surprise: is not described"));
  }

  @Test
  void schema_ofTheWriter_isTheVersionThatItWrites() throws IOException {
    ReportWriter.write(folder, SampleReports.empty());

    assertThat(schema().at("/properties/schema/const").asText()).isEqualTo(ReportWriter.SCHEMA);
  }

  private JsonNode schema() throws IOException {
    return read("report.schema.json");
  }

  private JsonNode read(String file) throws IOException {
    return MAPPER.readTree(Files.readString(folder.resolve(file)));
  }
}
