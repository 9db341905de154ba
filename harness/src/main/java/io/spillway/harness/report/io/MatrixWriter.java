package io.spillway.harness.report.io;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.html.MatrixPage;
import io.spillway.harness.report.matrix.Entry;
import io.spillway.harness.report.matrix.Matrix;
import io.spillway.harness.report.text.MatrixMarkdown;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads reports and writes them side by side, as a page and as Markdown. */
public final class MatrixWriter {

  /** The page, self-contained but for the evidence that it links to. */
  public static final String HTML_FILE = "matrix.html";

  /** The same table for issues and READMEs. */
  public static final String MARKDOWN_FILE = "matrix.md";

  private MatrixWriter() {}

  /**
   * A report to read.
   *
   * @param path a {@value ReportWriter#JSON_FILE}, or the folder that it lies in
   * @param name what to call it; empty for its router with its version
   */
  public record Source(Path path, String name) {

    /** {@return the file} */
    public Path file() {
      return Files.isDirectory(path) ? path.resolve(ReportWriter.JSON_FILE) : path;
    }

    /** The folder's name, or that of a file that is not called as runs call it. */
    private String place() {
      Path file = file().toAbsolutePath().normalize();
      String name = file.getFileName().toString();
      if (!name.equals(ReportWriter.JSON_FILE)) {
        return name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
      }
      return Optional.ofNullable(file.getParent().getFileName()).map(Path::toString).orElse("");
    }
  }

  /**
   * Reads reports and sets them side by side. Writes nothing.
   *
   * @param sources where they are, in the order of the columns
   * @param folder the folder that the matrix will lie in; need not be there yet
   * @return the matrix, with links from that folder
   * @throws IOException if a report cannot be read; says of every such report which and why
   */
  public static Matrix read(List<Source> sources, Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    for (Source source : sources) {
      try {
        entries.add(entry(source, folder));
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      IOException failure =
          new IOException(
              String.join(
                  System.lineSeparator(), failures.stream().map(Throwable::getMessage).toList()),
              failures.get(0));
      failures.subList(1, failures.size()).forEach(failure::addSuppressed);
      throw failure;
    }
    return Matrix.of(entries, Rulebook.load().rules().stream().map(Rule::id).toList());
  }

  private static Entry entry(Source source, Path folder) throws IOException {
    Path file = source.file();
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(source.path())
              ? "there is no " + ReportWriter.JSON_FILE + " in folder " + source.path()
              : "there is no file " + file);
    }
    ConformanceReport report = read(file);
    return new Entry(report, source.name(), source.place(), new FolderLinks(folder, file, report));
  }

  private static ConformanceReport read(Path file) throws IOException {
    try {
      return ReportReader.read(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not JSON: it is no UTF-8 text", e);
    } catch (FileSystemException e) {
      throw new IOException("file " + file + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes {@link #MARKDOWN_FILE} and {@link #HTML_FILE}, over those that are there.
   *
   * @param folder where to; made if it does not exist
   * @param matrix what to write
   * @throws IOException if a file cannot be written; no file is left in part
   */
  public static void write(Path folder, Matrix matrix) throws IOException {
    byte[] markdown = ReportWriter.bytes(MatrixMarkdown.of(matrix));
    byte[] page = ReportWriter.bytes(MatrixPage.render(matrix));
    Files.createDirectories(folder);
    ReportWriter.replace(folder.resolve(MARKDOWN_FILE), markdown);
    ReportWriter.replace(folder.resolve(HTML_FILE), page);
  }
}
