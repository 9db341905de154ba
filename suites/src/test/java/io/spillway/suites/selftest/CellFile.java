package io.spillway.suites.selftest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cells of the kill matrix in a file, one JSON object a line, so that pieces can be joined. */
final class CellFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private CellFile() {}

  /**
   * Writes cells, in place of whatever the file held.
   *
   * @throws IOException if the file cannot be written
   */
  static void write(Path file, List<Cell> cells) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Cell cell : cells) {
      lines.add(JSON.writeValueAsString(cell));
    }
    Files.write(file, lines);
  }

  /**
   * {@return the cells of a file, in its order}
   *
   * @throws IllegalArgumentException if a line is no cell; the message names file and line
   * @throws IOException if the file cannot be read
   */
  static List<Cell> read(Path file) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        cells.add(JSON.readValue(line, Cell.class));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "%s, line %d is no cell of a kill matrix: %s"
                .formatted(file, cells.size() + 1, e.getOriginalMessage()),
            e);
      }
    }
    return cells;
  }
}
