package io.spillway.suites.cli;

import io.spillway.harness.report.Figures;
import io.spillway.harness.report.io.MatrixWriter;
import io.spillway.harness.report.matrix.Matrix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway matrix}: the reports of several runs side by side. */
@Command(
    name = "matrix",
    description = {
      "Sets reports side by side, rules down and routers across, as a page and as Markdown. Judges"
          + " nothing: it exits with 0 whatever the reports say."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED)
final class MatrixCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "REPORT",
      arity = "1..*",
      description = "A report.json, or the folder that it lies in; a column each, in this order.")
  private List<Path> reports = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where "
              + MatrixWriter.HTML_FILE
              + " and "
              + MatrixWriter.MARKDOWN_FILE
              + " are written (default: target/matrix). Links lead from there to the reports, so"
              + " keep them together.")
  private Path folder = Path.of("target", "matrix");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What to call a report's column, once for each report, in their order (default: its"
              + " router with its version; of the same router, its runtime or folder too).")
  private List<String> names = new ArrayList<>();

  @Spec private CommandSpec spec;

  MatrixCommand() {}

  @Override
  public Integer call() throws IOException {
    List<MatrixWriter.Source> sources = sources();
    Matrix matrix;
    try {
      matrix = MatrixWriter.read(sources, folder);
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(e.getMessage());
      err.println("no matrix was written");
      return ExitCodes.NO_INPUT;
    }
    try {
      MatrixWriter.write(folder, matrix);
    } catch (IOException e) {
      throw new IOException("folder " + folder + ": the matrix cannot be written: " + e, e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        Figures.count(matrix.rows().count(), "rule")
            + " · "
            + Figures.count(matrix.columns().size(), "report")
            + " · "
            + folder.resolve(MatrixWriter.HTML_FILE)
            + " · "
            + folder.resolve(MatrixWriter.MARKDOWN_FILE));
    matrix.differences().forEach(difference -> out.println("not made alike: " + difference));
    out.flush();
    return ExitCodes.PASS;
  }

  private List<MatrixWriter.Source> sources() {
    if (!names.isEmpty() && names.size() != reports.size()) {
      throw wrong(
          "--name is given "
              + Figures.count(names.size(), "time")
              + " for "
              + Figures.count(reports.size(), "report")
              + "; give it once for each, or not at all");
    }
    Set<String> taken = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw wrong("--name needs a name, and is blank");
      }
      if (!taken.add(name.strip())) {
        throw wrong("--name " + name + " is given twice; no column could be told from another");
      }
    }
    Set<Path> files = new HashSet<>();
    List<MatrixWriter.Source> sources = new ArrayList<>();
    for (int index = 0; index < reports.size(); index++) {
      MatrixWriter.Source source =
          new MatrixWriter.Source(reports.get(index), names.isEmpty() ? "" : names.get(index));
      if (!files.add(source.file().toAbsolutePath().normalize())) {
        throw wrong("report " + source.file() + " is given twice");
      }
      sources.add(source);
    }
    return sources;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
