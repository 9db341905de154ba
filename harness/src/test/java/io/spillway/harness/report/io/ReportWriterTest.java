package io.spillway.harness.report.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWriterTest {

  /** To renew it after a wanted change: copy target/report-samples/mixed/report.json over it. */
  private static final String GOLDEN = "/report/mixed.json";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "en-US", "ru-RU", "ar-EG-u-nu-arab", "tr-TR"})
  @ResourceLock(Resources.LOCALE)
  @ResourceLock(Resources.TIME_ZONE)
  void json_inAnyLocaleAndTimeZone_isTheGoldenFile(String tag) throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Locale.setDefault(Locale.forLanguageTag(tag));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try {
      ReportWriter.write(folder, SampleReports.mixed());
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertThat(Files.readString(folder.resolve("report.json"))).isEqualTo(golden());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ru-RU", "ar-EG-u-nu-arab", "tr-TR"})
  @ResourceLock(Resources.LOCALE)
  void page_inAnyLocale_isTheSame(String tag) throws IOException {
    Path expected = ReportWriter.write(folder.resolve("here"), SampleReports.mixed());
    Locale locale = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(tag));
    Path page;
    try {
      page = ReportWriter.write(folder.resolve("there"), SampleReports.mixed());
    } finally {
      Locale.setDefault(locale);
    }
    assertThat(page).hasSameTextualContentAs(expected);
  }

  @Test
  void report_overAnEarlierOne_replacesItAndLeavesNothingElse() throws IOException {
    Path target = folder.resolve("not/there/yet");
    ReportWriter.write(target, SampleReports.mixed());

    Path page = ReportWriter.write(target, SampleReports.passed());

    assertThat(page).isEqualTo(target.resolve("index.html"));
    assertThat(ReportReader.read(target)).isEqualTo(SampleReports.passed());
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("index.html", "report.json", "report.schema.json");
    }
  }

  @Test
  void file_thatCannotBeReplaced_leavesNoPartBehind() throws IOException {
    Files.createDirectories(folder.resolve("report.json/in-the-way"));

    assertThatThrownBy(() -> ReportWriter.write(folder, SampleReports.passed()))
        .isInstanceOf(IOException.class);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.json", "report.schema.json");
    }
  }

  @Test
  void text_thatNoFileCanHold_isWrittenAsAQuestionMark() throws IOException {
    ConformanceReport broken =
        SampleReports.with(SampleReports.passed(), List.of(), "half a pair: \ud83d.");

    ReportWriter.write(folder, broken);

    assertThat(ReportReader.read(folder).unfinished()).isEqualTo("half a pair: ?.");
  }

  @Test
  void samples_ofEveryKindOfRun_areLeftToBeLookedAt() throws IOException {
    Path samples = Path.of("target", "report-samples");
    assertThat(
            List.of(
                ReportWriter.write(samples.resolve("mixed"), SampleReports.mixed()),
                ReportWriter.write(samples.resolve("passed"), SampleReports.passed()),
                ReportWriter.write(samples.resolve("empty"), SampleReports.empty()),
                ReportWriter.write(samples.resolve("unfinished"), SampleReports.unfinished()),
                ReportWriter.write(samples.resolve("hostile"), SampleReports.hostile())))
        .allSatisfy(page -> assertThat(page).isNotEmptyFile());
  }

  private static String golden() throws IOException {
    try (var stream = ReportWriterTest.class.getResourceAsStream(GOLDEN)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
