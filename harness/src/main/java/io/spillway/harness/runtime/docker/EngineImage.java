package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.RouterImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A router's image that the engine has.
 *
 * @param engine has it
 * @param name its name
 * @param property the system property that names another one
 * @param labels what the containers carry in which its programs are run
 */
record EngineImage(Engine engine, String name, String property, Map<String, String> labels)
    implements RouterImage {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Copies. */
  EngineImage {
    labels = Map.copyOf(labels);
  }

  @Override
  public Commands.Ended run(List<String> command) {
    try {
      return engine.run(name, command, labels, LIMIT);
    } catch (RuntimeException e) {
      throw new DriverException(
          "%s cannot be run in a container of the image %s: %s; name another image with -D%s=NAME"
              .formatted(String.join(" ", command), name, e.getMessage(), property),
          e);
    }
  }
}
