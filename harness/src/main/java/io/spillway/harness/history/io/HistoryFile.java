package io.spillway.harness.history.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryFormat.EndLine;
import io.spillway.harness.history.io.HistoryFormat.FaultLine;
import io.spillway.harness.history.io.HistoryFormat.Header;
import io.spillway.harness.history.io.HistoryFormat.PhaseLine;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the files that {@link HistoryRecorder} writes. */
public final class HistoryFile {

  private final Path file;
  private Optional<HistoryAssembler> assembler = Optional.empty();
  private Optional<Purpose> purpose = Optional.empty();
  private long lineNumber;
  private long lastNanos;
  private boolean ended;

  private HistoryFile(Path file) {
    this.file = file;
  }

  /**
   * A history with what it was recorded for.
   *
   * @param history what was done and seen
   * @param purpose what is asked of it; empty if it does not say so
   */
  public record Recorded(History history, Optional<Purpose> purpose) {}

  /**
   * {@return the history that the file holds}
   *
   * <p>Files are read as {@link #readWithPurpose} reads them.
   *
   * @throws HistoryFormatException if it holds no history, one of another version, or a line that
   *     makes no sense; the message names the line
   * @throws UncheckedIOException if it cannot be read
   */
  public static History read(Path file) {
    return readWithPurpose(file).history();
  }

  /**
   * {@return the history that the file holds, and what it was recorded for}
   *
   * <p>The file of a run that was interrupted, also in the middle of a line, is read as far as it
   * goes: phases under way end at the last time that it names, and a trouble of kind {@code
   * interrupted} says so.
   *
   * @throws HistoryFormatException if it holds no history, one of another version, or a line that
   *     makes no sense; the message names the line
   * @throws UncheckedIOException if it cannot be read
   */
  public static Recorded readWithPurpose(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      HistoryFile reader = new HistoryFile(file);
      return new Recorded(reader.read(in), reader.purpose);
    } catch (IOException e) {
      throw new UncheckedIOException("history file " + file + " cannot be read", e);
    }
  }

  private History read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        lineNumber++;
        parse(line.toByteArray());
        line.reset();
      } else {
        line.write(b);
      }
    }
    HistoryAssembler all =
        assembler.orElseThrow(
            () ->
                new HistoryFormatException(
                    file + " has no complete first line, so it is not a Spillway history"));
    if (line.size() > 0) {
      interrupted(all, "is cut in the middle of line " + (lineNumber + 1));
    } else if (!ended) {
      interrupted(all, "stops after line " + lineNumber + " without an end line");
    }
    return all.toHistory(lastNanos);
  }

  private void interrupted(HistoryAssembler all, String what) {
    all.add(
        new Trouble(
            lastNanos,
            "interrupted",
            "history file "
                + file
                + " "
                + what
                + ": the run was interrupted or goes on still; run it again"));
  }

  private void parse(byte[] line) throws IOException {
    try {
      JsonNode tree = HistoryFormat.JSON.readTree(line);
      if (assembler.isEmpty()) {
        Header header = header(tree);
        purpose = header.purpose();
        assembler = Optional.of(new HistoryAssembler(header));
      } else {
        entry(assembler.get(), tree);
      }
    } catch (JsonMappingException e) {
      String where = e.getPathReference().isEmpty() ? "" : " (" + e.getPathReference() + ")";
      throw new HistoryFormatException(at(e.getOriginalMessage() + where), e);
    } catch (JsonProcessingException e) {
      throw new HistoryFormatException(at("is not JSON: " + e.getOriginalMessage()), e);
    }
  }

  private Header header(JsonNode tree) throws JsonProcessingException {
    String version = tree.path("spillway").asText();
    if (version.isEmpty()) {
      throw new HistoryFormatException(
          at("is not the first line of a Spillway history: it has no member \"spillway\""));
    }
    if (!HistoryFormat.READABLE.contains(version)) {
      throw new HistoryFormatException(
          at(
              "says version "
                  + version
                  + ", this Spillway reads "
                  + HistoryFormat.VERSION
                  + " and those before; read it with the Spillway that wrote it"));
    }
    return HistoryFormat.JSON.treeToValue(tree, Header.class);
  }

  private void entry(HistoryAssembler all, JsonNode tree) throws JsonProcessingException {
    if (ended) {
      throw new HistoryFormatException(at("comes after the end line"));
    }
    if (!tree.isObject() || tree.size() != 1 || !tree.iterator().next().isObject()) {
      throw new HistoryFormatException(
          at("must be an object with one member, an object, that says what it is; is " + tree));
    }
    String type = tree.fieldNames().next();
    JsonNode value = tree.get(type);
    switch (type) {
      case HistoryFormat.PHASE -> {
        PhaseLine phase = HistoryFormat.JSON.treeToValue(value, PhaseLine.class);
        seen(phase.endNanos().orElse(phase.startNanos()));
        all.add(phase);
      }
      case HistoryFormat.ATTEMPT -> {
        Attempt attempt = HistoryFormat.JSON.treeToValue(value, Attempt.class);
        seen(attempt.closedNanos().orElse(attempt.dueNanos()));
        all.add(attempt);
      }
      case HistoryFormat.FAULT -> {
        FaultLine fault = HistoryFormat.JSON.treeToValue(value, FaultLine.class);
        seen(fault.event().injectedNanos());
        all.add(fault);
      }
      case HistoryFormat.STREAM -> {
        StreamEvent stream = HistoryFormat.JSON.treeToValue(value, StreamEvent.class);
        seen(stream.endNanos());
        all.add(stream);
      }
      case HistoryFormat.RECEIPT -> all.add(HistoryFormat.JSON.treeToValue(value, Receipt.class));
      case HistoryFormat.TROUBLE -> {
        Trouble trouble = HistoryFormat.JSON.treeToValue(value, Trouble.class);
        seen(trouble.atNanos());
        all.add(trouble);
      }
      case HistoryFormat.END -> {
        seen(HistoryFormat.JSON.treeToValue(value, EndLine.class).atNanos());
        ended = true;
      }
      default ->
          throw new HistoryFormatException(
              at("is a \"" + type + "\", which " + HistoryFormat.VERSION + " does not have"));
    }
  }

  private void seen(long nanos) {
    lastNanos = Math.max(lastNanos, nanos);
  }

  private String at(String what) {
    return file + " line " + lineNumber + " " + what;
  }
}
