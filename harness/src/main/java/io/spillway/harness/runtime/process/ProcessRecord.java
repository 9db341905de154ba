package io.spillway.harness.runtime.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.harness.runtime.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a JVM has started, on disk: a file with a line for the JVM and one for each program, by pid
 * and time of start, and beside it a folder of the same name for their files. Safe for use by
 * several threads.
 */
final class ProcessRecord {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRecord.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ENDING = ".jsonl";

  private final Path file;

  private ProcessRecord(Path file) {
    this.file = file;
  }

  /**
   * Makes one that has no line yet, and its folder.
   *
   * @param folder the folder of all records
   * @throws IOException if it cannot be written
   */
  static ProcessRecord create(Path folder) throws IOException {
    ProcessRecord made = new ProcessRecord(Files.createTempFile(folder, "run-", ENDING));
    Files.createDirectory(made.folder());
    return made;
  }

  /** {@return all records of this folder} */
  static List<ProcessRecord> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .map(ProcessRecord::new)
          .toList();
    }
  }

  /** {@return the folder for the files of the programs} */
  Path folder() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ENDING.length()));
  }

  /** Adds a line. */
  synchronized void add(ProcessIdentity process, String command) throws IOException {
    String line =
        JSON.writeValueAsString(
            Map.of(
                "machine", process.machine(),
                "pid", process.pid(),
                "startMillis", process.startMillis(),
                "command", command));
    Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  /**
   * {@return the JVM, and then the programs; nothing if it has no line yet, or is no record}
   *
   * @throws IOException if it cannot be read
   */
  List<ProcessIdentity> processes() throws IOException {
    List<ProcessIdentity> processes = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        var entry = JSON.readTree(line);
        processes.add(
            new ProcessIdentity(
                entry.path("machine").asText(),
                entry.path("pid").asLong(),
                entry.path("startMillis").asLong()));
      }
    } catch (NoSuchFileException e) {
      // Somebody else was faster.
    } catch (JsonProcessingException e) {
      LOG.warn("{} is no record of processes from line {} on", file, processes.size() + 1);
    }
    return processes;
  }

  /** Deletes the folder and then the file, so that a folder that stays is on record. */
  void delete() {
    try {
      if (Files.isDirectory(folder())) {
        deleteFolder();
      }
      Files.deleteIfExists(file);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} and its folder cannot be deleted; a later run tries again", file, e);
    }
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> paths = Files.walk(folder())) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
