package io.spillway.router.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a reader has to know of the machine to judge a figure. */
final class Machine {

  private Machine() {}

  /** {@return processor, kernel, JDK and how busy it is, in one line} */
  static String describe() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse("unknown processor");
    long processors =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("processor"))
            .count();
    return "%d × %s, %s %s, JDK %s, load average at the beginning %s"
        .formatted(
            processors,
            model,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.version"),
            Files.readString(Path.of("/proc/loadavg")).replaceFirst(" .*\\s", ""));
  }
}
