package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.runtime.RuntimeContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A JVM of its own that starts a network and then waits to be ended. */
final class StartAndWait {

  private static final String STARTED = "started run ";

  private StartAndWait() {}

  /**
   * {@return another JVM, with this one's class path}
   *
   * @param output the file that takes what it prints; a pipe that nobody reads would stop it
   */
  static Process fork(Path output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StartAndWait.class.getName())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** {@return the id of its run, once its network has started} */
  static Optional<String> runIn(Path output) throws IOException {
    try (Stream<String> lines = Files.lines(output)) {
      return lines
          .filter(line -> line.startsWith(STARTED))
          .map(line -> line.substring(STARTED.length()))
          .findFirst();
    }
  }

  /** Starts and waits. */
  public static void main(String... args) throws InterruptedException {
    DockerRuntime runtime = DockerRuntime.open(new SpillwayDriver());
    runtime.start(RuntimeContract.threeSites());
    System.out.println(STARTED + runtime.run());
    Thread.currentThread().join();
  }
}
