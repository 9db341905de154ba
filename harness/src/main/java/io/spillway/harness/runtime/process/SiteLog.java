package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.ProgramOutput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file to which a site's program prints, over all its starts. Safe for use by several threads.
 */
final class SiteLog implements ProgramOutput {

  /** More than that is not looked at: whoever prints so much before it is ready is in trouble. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int LAST_LINES = 10;
  private static final int LAST_BYTES = 8_192;

  private final Path file;

  /** Where in the file the output of the latest start begins. */
  private volatile long begin;

  SiteLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** From now on only what is printed from now on counts. */
  void restart() {
    try {
      begin = Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the log " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Adds a line of the harness's own. */
  void note(String line) {
    try {
      Files.writeString(
          file,
          "[spillway] " + line + System.lineSeparator(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the log " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean hasLine(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return lines(begin, MOST_BYTES).stream().anyMatch(line -> compiled.matcher(line).matches());
  }

  @Override
  public String lastLines() {
    long from = Math.max(begin, size() - LAST_BYTES);
    List<String> lines = lines(from, LAST_BYTES);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** {@return everything; bytes that are no UTF-8 as the character that stands for such} */
  String text() {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      return "(the log cannot be read: " + e.getMessage() + ")";
    }
  }

  private long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private List<String> lines(long from, int most) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(from);
      byte[] bytes = new byte[(int) Math.min(most, Math.max(0, log.length() - from))];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }
}
