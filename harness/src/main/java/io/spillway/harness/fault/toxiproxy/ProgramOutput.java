package io.spillway.harness.fault.toxiproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads what a program prints, so that it never waits for a reader, and keeps the last lines for
 * error messages. Safe for use by several threads.
 */
final class ProgramOutput {

  private static final int KEPT_LINES = 20;
  private static final int KEPT_LINE_CHARS = 500;
  private static final long END_MILLIS = 2_000;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  private ProgramOutput(Process process) {
    reader = new Thread(() -> read(process), "toxiproxy-server-output");
    reader.setDaemon(true);
  }

  /** {@return the output of this program, read until the program ends} */
  static ProgramOutput of(Process process) {
    ProgramOutput output = new ProgramOutput(process);
    output.reader.start();
    return output;
  }

  private void read(Process process) {
    try (BufferedReader from = process.inputReader()) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        keep(line);
      }
    } catch (IOException e) {
      keep("(output ended: " + e.getMessage() + ")");
    }
  }

  private synchronized void keep(String line) {
    lines.add(line.substring(0, Math.min(KEPT_LINE_CHARS, line.length())));
    if (lines.size() > KEPT_LINES) {
      lines.remove();
    }
  }

  /** {@return whether one of the last lines has these words} */
  synchronized boolean mentions(String words) {
    return lines.stream().anyMatch(line -> line.contains(words));
  }

  /** {@return the last lines in one, or that there are none} */
  synchronized String lastLines() {
    return lines.isEmpty() ? "it printed nothing" : "it printed: " + String.join(" | ", lines);
  }

  /** Waits until everything that an ended program has printed is here, two seconds at most. */
  void awaitEnd() {
    try {
      reader.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
