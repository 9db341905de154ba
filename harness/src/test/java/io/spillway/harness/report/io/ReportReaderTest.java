package io.spillway.harness.report.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportReaderTest {

  @TempDir Path folder;

  static Stream<ConformanceReport> reports() {
    return Stream.of(
        SampleReports.mixed(),
        SampleReports.passed(),
        SampleReports.empty(),
        SampleReports.readings(),
        SampleReports.unfinished());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void report_writtenAndRead_isTheSame(ConformanceReport report) throws IOException {
    ReportWriter.write(folder, report);

    assertThat(ReportReader.read(folder)).isEqualTo(report);
    assertThat(ReportReader.read(folder.resolve("report.json"))).isEqualTo(report);
  }

  @Test
  void report_ofHostileTextsAndNoNumbers_isReadBack() throws IOException {
    ReportWriter.write(folder, SampleReports.hostile());

    ConformanceReport read = ReportReader.read(folder);

    assertThat(read.alpha()).isNaN();
    assertThat(read.seed()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.router()).isEqualTo(SampleReports.HOSTILE);
    assertThat(read.cases().findFirst().orElseThrow().result().drawings())
        .isEqualTo(SampleReports.hostile().cases().findFirst().orElseThrow().result().drawings());
  }

  @Test
  void field_thatIsNotKnown_isPassedOver() throws IOException {
    ReportWriter.write(folder, SampleReports.mixed());
    edit("\"kind\": \"ConformanceReport\"", "\"kind\": \"ConformanceReport\", \"new\": [1]");

    assertThat(ReportReader.read(folder)).isEqualTo(SampleReports.mixed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spillway-report/1 | spillway-report/2 | /schema: expected \"spillway-report/1\", found"
            + " \"spillway-report/2\"; read it with the Spillway that wrote it, 0.1.0",
        "\"seed\": \"739118\" | \"seed\": \"7e5\" | /seed: expected a whole number of 64 bits",
        "\"seed\": \"739118\" | \"seed\": 739118 | /seed: expected a text, found 739118",
        "\"started\": \"2026-11-21T10:15:30Z\" | \"started\": \"today\" | /started: expected a"
            + " moment",
        "184.25 | 0.0000000001 | /durationSeconds: expected seconds, exact to the nanosecond",
        "\"level\": \"should\" | \"level\": \"could\" | /rules/0/level: expected one of must,"
            + " should, advisory, found \"could\"",
        "\"features\": [ | \"features\": [\"magic\", | /rules/0/features/0: expected one of"
            + " balancing, link-cost",
        "\"evidence\": [ | \"readings\": [\"newest\"], \"evidence\": [ |"
            + " /rules/0/results/0/readings/0: expected one of perceived-cost, open-connections",
        "\"kind\": \"shares\" | \"kind\": \"pie\" | /rules/0/results/0/drawings/0/kind: expected"
            + " one of shares, ramp, timeline",
        "\"connections\": \"ccccc | \"connections\": \"cxccc |"
            + " /rules/1/results/0/drawings/0/connections: expected letters c and a only",
        "\"attempts\": [5] | \"attempts\": [5.5] | /rules/1/results/0/evidence/0/attempts/0:"
            + " expected a whole number, found 5.5",
        "\"environment\": { | \"environments\": { | /environment: expected an object, found nothing",
        "\"kind\": \"ConformanceReport\", | \"kind\": | not JSON"
      })
  void document_thatIsNotAReport_isRefusedWithThePlaceAndWhatBelongsThere(
      String from, String to, String message) throws IOException {
    ReportWriter.write(folder, SampleReports.mixed());
    edit(from, to);

    assertThatThrownBy(() -> ReportReader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("report.json").toString())
        .hasMessageContaining(message);
  }

  @Test
  void fail_withoutEvidence_isRefused() throws IOException {
    Files.writeString(
        folder.resolve("report.json"),
        JsonForm.of(SampleReports.hostile())
            .replaceFirst("(?s)\"evidence\": \\[.*?\\n {10}]", "\"evidence\": []"));

    assertThatThrownBy(() -> ReportReader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a fail needs evidence");
  }

  @Test
  void file_thatDoesNotExist_isNamed() {
    assertThatThrownBy(() -> ReportReader.read(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("report.json");
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("report.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
  }
}
