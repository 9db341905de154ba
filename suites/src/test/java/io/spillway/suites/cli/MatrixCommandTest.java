package io.spillway.suites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.io.ReportWriter;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MatrixCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void matrix_ofTwoReports_isWrittenAndSaysWhere() throws IOException {
    Path kept = report("kept", "C4", Verdict.PASS);
    Path broken = report("broken", "M1", Verdict.FAIL).resolve("report.json");
    Path matrix = folder.resolve("matrix");

    int code = execute(kept, broken, "--out", matrix);

    assertThat(code).isEqualTo(ExitCodes.PASS);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .isEqualTo(
            "2 rules · 2 reports · %s · %s%n"
                .formatted(matrix.resolve("matrix.html"), matrix.resolve("matrix.md")));
    assertThat(matrix.resolve("matrix.html"))
        .content()
        .contains("../kept/index.html#c4", "../broken/index.html#m1");
    assertThat(matrix.resolve("matrix.md"))
        .content()
        .contains("[✓ pass](../kept/index.html#c4)", "[✕ fail](../broken/index.html#m1)")
        .contains("| r 1 · kept | r 1 · broken |")
        .contains("bin/spillway run --rule M1");
  }

  @Test
  void columns_haveTheNamesThatAreGiven() throws IOException {
    Path one = report("one", "C4", Verdict.PASS);
    Path two = report("two", "C4", Verdict.PASS);

    int code = execute(one, two, "--out", folder, "--name", "router only", "--name", "controller");

    assertThat(code).isEqualTo(ExitCodes.PASS);
    assertThat(folder.resolve("matrix.md")).content().contains("| router only | controller |");
  }

  @Test
  void oneReport_isEnough() throws IOException {
    assertThat(execute(report("one", "C4", Verdict.PASS), "--out", folder))
        .isEqualTo(ExitCodes.PASS);
    assertThat(folder.resolve("matrix.md")).isNotEmptyFile();
  }

  @Test
  void arguments_thatAreWrong_areRefused() throws IOException {
    Path one = report("one", "C4", Verdict.PASS);
    Path matrix = folder.resolve("matrix");

    assertThat(execute("--out", matrix)).isEqualTo(ExitCodes.USAGE);
    assertThat(execute(one, one.resolve("report.json"), "--out", matrix))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(execute(one, "--name", "a", "--name", "b", "--out", matrix))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(execute(one, "--name", " ", "--out", matrix)).isEqualTo(ExitCodes.USAGE);
    assertThat(execute(one, "--outt", matrix)).isEqualTo(ExitCodes.USAGE);

    assertThat(err.toString())
        .contains("Missing required parameter: 'REPORT'")
        .contains("report " + one.resolve("report.json") + " is given twice")
        .contains("--name is given 2 times for 1 report")
        .contains("--name needs a name, and is blank")
        .contains("Usage: spillway matrix");
    assertThat(matrix).doesNotExist();
  }

  @Test
  void report_thatCannotBeRead_isToldWithItsPlaceAndNothingIsWritten() throws IOException {
    Path good = report("good", "C4", Verdict.PASS);
    Path bad = report("bad", "C4", Verdict.PASS).resolve("report.json");
    Files.writeString(bad, Files.readString(bad).replace("\"seed\": \"1\"", "\"seed\": 1"));
    Path matrix = folder.resolve("matrix");

    int code = execute(good, bad, folder.resolve("no.json"), "--out", matrix);

    assertThat(code).isEqualTo(ExitCodes.NO_INPUT);
    assertThat(err.toString())
        .contains(bad + " is not a readable spillway-report/1 report: /seed: expected a text")
        .contains("there is no file " + folder.resolve("no.json"))
        .contains("no matrix was written");
    assertThat(out.toString()).isEmpty();
    assertThat(matrix).doesNotExist();
  }

  @Test
  void folder_thatCannotBeWritten_isTold() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    int code = execute(report("one", "C4", Verdict.PASS), "--out", file);

    assertThat(code).isEqualTo(ExitCodes.UNDECIDED);
    assertThat(err.toString()).contains("folder " + file + ": the matrix cannot be written");
  }

  private Path report(String name, String id, Verdict verdict) throws IOException {
    Path run = folder.resolve(name);
    Rule rule = Rulebook.load().rule(id);
    Result result =
        new Result(
            id,
            rule.cases().get(0).name(),
            verdict,
            "12 of 20",
            "As it was seen.",
            List.of(new Evidence(List.of(1), "20 of 20", "12 of 20")),
            Optional.empty(),
            List.of());
    ReportWriter.write(
        run,
        new ConformanceReport(
            "0",
            "r",
            "1",
            "embedded",
            "",
            1,
            Instant.EPOCH,
            Duration.ZERO,
            1e-6,
            Map.of(),
            "",
            List.of(
                new RuleReport(
                    rule,
                    List.of(
                        new CaseReport(
                            rule.level(),
                            result,
                            Duration.ZERO,
                            "",
                            "bin/spillway run --rule " + id)))),
            ""));
    return run;
  }

  private int execute(Object... arguments) {
    CommandLine command = SpillwayMain.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.concat(Stream.of("matrix"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }
}
