package io.spillway.router.config;

import io.spillway.router.config.RouterConfig.HealthCheck;
import java.net.URI;
import java.util.Optional;

/** Reads how a Connector's health is checked, for which Skupper's resource has no field. */
final class HealthCheckReader {

  /** The annotation: {@code connect}, {@code none} or an http URL. */
  static final String ANNOTATION = "spillway.dev/health-check";

  private static final int MAX_PORT = 65535;
  private static final String REMEDY =
      "Write connect, none, or a URL such as http://127.0.0.1:8081/ready";

  private HealthCheckReader() {}

  /** {@return the check; a connect where nothing is said} */
  static HealthCheck read(Fields annotations) {
    if (!annotations.has(ANNOTATION)) {
      return new HealthCheck.Connect();
    }
    Optional<String> text = annotations.text(ANNOTATION, REMEDY);
    if (text.isEmpty()) {
      return new HealthCheck.None();
    }
    return switch (text.get()) {
      case "none" -> new HealthCheck.None();
      case "connect" -> new HealthCheck.Connect();
      default -> http(text.get(), annotations);
    };
  }

  private static HealthCheck http(String text, Fields annotations) {
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
        return http(url, annotations);
      }
    } catch (IllegalArgumentException e) {
      // reported below, like a URL of another kind
    }
    annotations.report(
        annotations.line(ANNOTATION), "have " + ANNOTATION + " '" + text + "'", REMEDY);
    return new HealthCheck.None();
  }

  private static HealthCheck http(URI url, Fields annotations) {
    if (url.getPort() > MAX_PORT) {
      annotations.report(
          annotations.line(ANNOTATION),
          "have " + ANNOTATION + " '" + url + "' with the port " + url.getPort(),
          "Use a port from 1 to " + MAX_PORT);
      return new HealthCheck.None();
    }
    return new HealthCheck.Http(url);
  }
}
