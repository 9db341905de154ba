package io.spillway.harness.report.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.SampleReports;
import io.spillway.harness.report.matrix.Column;
import io.spillway.harness.report.matrix.Matrix;
import io.spillway.harness.report.matrix.SampleMatrices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixWriterTest {

  private static final Pattern HTML_LINK = Pattern.compile("href=\"(\\.[^\"]*)\"");
  private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\((\\.[^)]*)\\)");

  @TempDir Path folder;

  @Test
  void links_ofBothForms_leadToFilesAndPlacesThatAreThere() throws IOException {
    Path first = run("run one (1)", SampleReports.mixed());
    Path second = run("größer/zwei", SampleMatrices.breaks());
    Path out = folder.resolve("matrix/of today");

    MatrixWriter.write(out, MatrixWriter.read(List.of(source(first), source(second)), out));

    List<String> html = links(out, MatrixWriter.HTML_FILE, HTML_LINK);
    List<String> markdown = links(out, MatrixWriter.MARKDOWN_FILE, MARKDOWN_LINK);
    assertThat(html).hasSizeGreaterThan(20).contains("./matrix.md");
    assertThat(markdown).hasSizeGreaterThan(20);
    for (String link : Stream.concat(html.stream(), markdown.stream()).toList()) {
      URI uri = out.resolve("matrix.html").toUri().resolve(link);
      Path file = Path.of(URI.create(uri.toString().replaceFirst("#.*", "")));
      assertThat(file).as(link).isRegularFile();
      if (uri.getFragment() != null) {
        assertThat(Files.readString(file)).contains("id=\"" + uri.getFragment() + "\"");
      }
    }
    assertThat(html)
        .contains(
            "../../run%20one%20%281%29/index.html#m1",
            "../../run%20one%20%281%29/index.html#m1-weighted-1-99",
            "../../gr%C3%B6%C3%9Fer/zwei/index.html#l1",
            "../../gr%C3%B6%C3%9Fer/zwei/scenarios/M1%2025-75/history.jsonl");
  }

  @Test
  void history_thatHasBeenRemoved_isNotLinked() throws IOException {
    Path run = folder.resolve("run");
    ReportWriter.write(run, SampleMatrices.breaks());

    MatrixWriter.write(folder, MatrixWriter.read(List.of(source(run)), folder));

    assertThat(Files.readString(folder.resolve("matrix.html")))
        .contains("./run/index.html#m1")
        .doesNotContain("history.jsonl");
  }

  @Test
  void history_outsideOfItsReport_isNotLinked() throws IOException {
    Path run = folder.resolve("run");
    ReportWriter.write(run, SampleMatrices.breaks());
    Files.writeString(folder.resolve("secret"), "");
    Path json = run.resolve("report.json");
    Files.writeString(
        json,
        Files.readString(json).replaceAll("\"history\": \"[^\"]*\"", "\"history\": \"../secret\""));

    MatrixWriter.write(folder, MatrixWriter.read(List.of(source(run)), folder));

    assertThat(Files.readString(folder.resolve("matrix.html"))).doesNotContain("secret");
  }

  @Test
  void report_withoutItsPage_isLinkedItself() throws IOException {
    ReportWriter.write(folder, SampleMatrices.keeps());
    Files.move(folder.resolve("report.json"), folder.resolve("a.json"));

    MatrixWriter.write(
        folder, MatrixWriter.read(List.of(source(folder.resolve("a.json"))), folder));

    assertThat(Files.readString(folder.resolve("matrix.html")))
        .contains("href=\"./a.json\"")
        .doesNotContain("index.html");
  }

  @Test
  void sameRouterTwice_isToldApartByFolderOrFile() throws IOException {
    Path monday = run("monday", SampleMatrices.breaks());
    Path friday = run("friday", SampleMatrices.breaks()).resolve("report.json");
    Path copy = Files.copy(friday, folder.resolve("copy.json"));

    Matrix matrix =
        MatrixWriter.read(List.of(source(monday), source(friday), source(copy)), folder);

    assertThat(matrix.columns())
        .extracting(Column::name)
        .containsExactly(
            "haproxy 2.6.12 · monday", "haproxy 2.6.12 · friday", "haproxy 2.6.12 · copy");
  }

  @Test
  void reportsThatCannotBeRead_areAllNamedWithThePlace() throws IOException {
    Path good = run("good", SampleMatrices.keeps());
    Path bad = run("bad", SampleMatrices.keeps()).resolve("report.json");
    Files.writeString(bad, Files.readString(bad).replace("\"must\"", "\"mist\""));
    Path binary = folder.resolve("binary.json");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Path none = Files.createDirectories(folder.resolve("none"));

    assertThatThrownBy(
            () ->
                MatrixWriter.read(
                    Stream.of(good, bad, binary, none, folder.resolve("x.json"))
                        .map(MatrixWriterTest::source)
                        .toList(),
                    folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(bad + " is not a readable spillway-report/1 report: /rules/0/level")
        .hasMessageContaining(binary + ": not JSON: it is no UTF-8 text")
        .hasMessageContaining("there is no report.json in folder " + none)
        .hasMessageContaining("there is no file " + folder.resolve("x.json"));
  }

  @Test
  void samples_ofReportsSideBySide_areLeftToBeLookedAt() throws IOException {
    Path samples = Path.of("target", "matrix-samples");
    ReportWriter.write(samples.resolve("skupper-router"), SampleReports.mixed());
    ReportWriter.write(samples.resolve("haproxy"), SampleMatrices.breaks());
    ReportWriter.write(samples.resolve("spillway"), SampleMatrices.keeps());

    MatrixWriter.write(
        samples,
        MatrixWriter.read(
            Stream.of("spillway", "haproxy", "skupper-router")
                .map(name -> source(samples.resolve(name)))
                .toList(),
            samples));

    assertThat(samples.resolve("matrix.html")).isNotEmptyFile();
  }

  /** A report with its page, and a file for each history. */
  private Path run(String name, ConformanceReport report) throws IOException {
    Path run = folder.resolve(name);
    ReportWriter.write(run, report);
    for (ConformanceReport.CaseReport one : report.cases().toList()) {
      Path history = run.resolve(one.history());
      if (!one.history().isEmpty()) {
        Files.createDirectories(history.getParent());
        Files.writeString(history, "");
      }
    }
    return run;
  }

  private static MatrixWriter.Source source(Path path) {
    return new MatrixWriter.Source(path, "");
  }

  private static List<String> links(Path out, String file, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(out.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
