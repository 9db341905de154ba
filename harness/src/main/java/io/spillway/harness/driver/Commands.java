package io.spillway.harness.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end, such as those that tell a program's version. */
public final class Commands {

  private Commands() {}

  /**
   * How a command ended.
   *
   * @param status its exit status
   * @param output what it printed, both streams together
   */
  public record Ended(int status, String output) {}

  /**
   * Runs a command and waits for its end.
   *
   * @param folder where it runs
   * @param limit how long it may take; it is killed then
   * @throws DriverException if it cannot be run, or takes longer
   */
  public static Ended run(List<String> command, Path folder, Duration limit) {
    return run(command, Map.of(), folder, limit);
  }

  /**
   * Runs a command and waits for its end.
   *
   * @param environment variables that are set for it, besides this process's own
   * @param folder where it runs
   * @param limit how long it may take; it is killed then
   * @throws DriverException if it cannot be run, or takes longer
   */
  public static Ended run(
      List<String> command, Map<String, String> environment, Path folder, Duration limit) {
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new DriverException(String.join(" ", command) + " cannot be run: " + e.getMessage(), e);
    }
    try {
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DriverException(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
      return new Ended(process.exitValue(), output.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException(String.join(" ", command) + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "(its output ended: " + e.getMessage() + ")";
    }
  }
}
