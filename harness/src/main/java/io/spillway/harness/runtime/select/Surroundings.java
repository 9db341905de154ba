package io.spillway.harness.runtime.select;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What in a process's surroundings says where an engine is.
 *
 * @param environment environment variables
 * @param testcontainers the entries of {@code ~/.testcontainers.properties}
 * @param sockets unix sockets at which engines listen by default, most likely first
 */
record Surroundings(
    Map<String, String> environment, Map<String, String> testcontainers, List<Path> sockets) {

  /** Copies. */
  Surroundings {
    environment = Map.copyOf(environment);
    testcontainers = Map.copyOf(testcontainers);
    sockets = List.copyOf(sockets);
  }

  static Surroundings ofThisProcess() {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> sockets = new ArrayList<>();
    sockets.add(Path.of("/var/run/docker.sock"));
    // The places where Testcontainers looks for a rootless engine and for Docker Desktop.
    String runtimeDir = System.getenv("XDG_RUNTIME_DIR");
    if (runtimeDir != null) {
      sockets.add(Path.of(runtimeDir, "docker.sock"));
    }
    sockets.add(home.resolve(".docker/run/docker.sock"));
    sockets.add(home.resolve(".docker/desktop/docker.sock"));
    return new Surroundings(
        System.getenv(), properties(home.resolve(".testcontainers.properties")), sockets);
  }

  private static Map<String, String> properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    } catch (IOException absentOrUnreadable) {
      return Map.of(); // Testcontainers ignores such a file too
    }
    Map<String, String> entries = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
    return entries;
  }
}
