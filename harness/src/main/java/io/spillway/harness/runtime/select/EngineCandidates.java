package io.spillway.harness.runtime.select;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists where an engine may answer, in the order in which Testcontainers looks. */
final class EngineCandidates {

  private EngineCandidates() {}

  /**
   * {@return who to ask; never empty}
   *
   * <p>An address that someone wrote down stands alone: whoever names an engine does not want
   * another one.
   */
  static List<EngineCandidate> list(Surroundings surroundings) {
    Optional<EngineCandidate> named =
        named("tc.host in ~/.testcontainers.properties", surroundings.testcontainers(), "tc.host")
            .or(() -> fromEnvironment(surroundings.environment()))
            .or(
                () ->
                    named(
                        "docker.host in ~/.testcontainers.properties",
                        surroundings.testcontainers(),
                        "docker.host"));
    if (named.isPresent()) {
      return List.of(named.get());
    }
    List<EngineCandidate> sockets = new ArrayList<>();
    for (Path socket : surroundings.sockets()) {
      // The first is asked in any case, so that the answer names a place.
      if (sockets.isEmpty() || Files.exists(socket)) {
        sockets.add(new EngineCandidate("default socket", "unix://" + socket, false));
      }
    }
    return sockets;
  }

  private static Optional<EngineCandidate> fromEnvironment(Map<String, String> environment) {
    boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").matches("|0|false");
    return Optional.ofNullable(environment.get("DOCKER_HOST"))
        .filter(host -> !host.isBlank())
        .map(host -> new EngineCandidate("DOCKER_HOST", host.strip(), tls));
  }

  private static Optional<EngineCandidate> named(
      String source, Map<String, String> properties, String key) {
    boolean tls = properties.getOrDefault("docker.tls.verify", "").matches("1|true");
    return Optional.ofNullable(properties.get(key))
        .filter(host -> !host.isBlank())
        .map(host -> new EngineCandidate(source, host.strip(), tls));
  }
}
