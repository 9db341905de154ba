package io.spillway.harness.runtime.docker;

import java.time.Duration;
import java.util.Optional;

/**
 * What the docker runtime is made of.
 *
 * @param baseImage an image with a Java 17 runtime, on which routers and workloads are built
 * @param toxiproxyImage an image that serves Toxiproxy 2.12 or newer
 * @param startLimit how long a container may take to say that it is ready, at least 1 s
 */
public record DockerOptions(String baseImage, String toxiproxyImage, Duration startLimit) {

  /** The system property that names the base image; the variable {@value #BASE_VARIABLE} too. */
  public static final String BASE_PROPERTY = "spillway.docker.base";

  /** The environment variable that names the base image where the property does not. */
  public static final String BASE_VARIABLE = "SPILLWAY_DOCKER_BASE";

  /** The system property that names the Toxiproxy image. */
  public static final String TOXIPROXY_PROPERTY = "spillway.docker.toxiproxy";

  static final String DEFAULT_BASE = "eclipse-temurin:17-jre";
  static final String DEFAULT_TOXIPROXY = "ghcr.io/shopify/toxiproxy:2.12.0";
  private static final Duration DEFAULT_START_LIMIT = Duration.ofSeconds(60);

  /** Refuses a limit below 1 s. */
  public DockerOptions {
    requireLimit(startLimit);
  }

  private static void requireLimit(Duration startLimit) {
    if (startLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("start limit must be at least 1 s, is " + startLimit);
    }
  }

  /** {@return what the system properties and the environment say, or else public images} */
  public static DockerOptions fromSystem() {
    return new DockerOptions(
        setting(System.getProperty(BASE_PROPERTY))
            .or(() -> setting(System.getenv(BASE_VARIABLE)))
            .orElse(DEFAULT_BASE),
        setting(System.getProperty(TOXIPROXY_PROPERTY)).orElse(DEFAULT_TOXIPROXY),
        DEFAULT_START_LIMIT);
  }

  private static Optional<String> setting(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
