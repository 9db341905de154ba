package io.spillway.router.soak;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of the soak that answers questions, one line each. For one thread. */
final class Child implements AutoCloseable {

  private static final long END_SECONDS = 10;

  /** As {@code logback-test.xml} calls it. */
  private static final String LOG_LEVEL = "spillway.test.log";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  /**
   * Starts a program of this class path, and returns when it is ready.
   *
   * @param log where its log goes, on the level that this process was told, INFO if none
   */
  Child(Class<?> program, Path log, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-D" + LOG_LEVEL + "=" + System.getProperty(LOG_LEVEL, "INFO"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = process.outputWriter(StandardCharsets.UTF_8);
    if (!"ready".equals(answers.readLine())) {
      throw new IOException(program.getSimpleName() + " did not start; see " + log);
    }
  }

  String ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("process " + process.pid() + " ended");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("asking for " + question, e);
    }
  }

  /** {@return how many file descriptors the process has open} */
  int descriptors() {
    String[] open = new File("/proc/" + process.pid() + "/fd").list();
    if (open == null) {
      throw new IllegalStateException("process " + process.pid() + " has ended");
    }
    return open.length;
  }

  /** {@return the process's resident memory in KiB} */
  long residentKib() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      questions.close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
