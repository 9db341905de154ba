package io.spillway.harness.report.io;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.html.HtmlReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a report's files into a folder. Each file appears whole or not at all; the page comes
 * last, so that whoever finds it finds what it links to. The same report gives the same bytes, in
 * every locale, time zone and operating system.
 */
public final class ReportWriter {

  /** Name and major version of the format of {@link #JSON_FILE}. */
  public static final String SCHEMA = "spillway-report/1";

  /** The page, self-contained. */
  public static final String HTML_FILE = "index.html";

  /** Everything in the report, for programs. */
  public static final String JSON_FILE = "report.json";

  /** The JSON Schema of {@link #JSON_FILE}. */
  public static final String SCHEMA_FILE = "report.schema.json";

  private static final String SCHEMA_RESOURCE = "/io/spillway/harness/report/report.schema.json";

  private ReportWriter() {}

  /**
   * Writes {@link #SCHEMA_FILE}, {@link #JSON_FILE} and {@link #HTML_FILE}, over those of an
   * earlier run.
   *
   * @param folder where to; made if it does not exist
   * @param report the run
   * @return the page
   * @throws IOException if a file cannot be written; no file is left in part
   */
  public static Path write(Path folder, ConformanceReport report) throws IOException {
    Files.createDirectories(folder);
    replace(folder.resolve(SCHEMA_FILE), schema());
    replace(folder.resolve(JSON_FILE), bytes(JsonForm.of(report)));
    Path page = folder.resolve(HTML_FILE);
    replace(page, bytes(HtmlReport.render(report, SCHEMA)));
    return page;
  }

  /** Encodes; a lone surrogate, which no file can hold, becomes a question mark. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] schema() throws IOException {
    try (InputStream resource = ReportWriter.class.getResourceAsStream(SCHEMA_RESOURCE)) {
      if (resource == null) {
        throw new FileNotFoundException(
            "resource "
                + SCHEMA_RESOURCE
                + " is missing from the harness's jar: it was not packed whole, build it again");
      }
      return resource.readAllBytes();
    }
  }

  /** Writes a file whole, over what was there, or not at all. */
  static void replace(Path file, byte[] content) throws IOException {
    // Not by createTempFile: its files are for this user only, and a report is for others too.
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, content, StandardOpenOption.CREATE_NEW);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
