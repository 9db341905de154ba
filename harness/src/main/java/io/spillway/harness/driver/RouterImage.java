package io.spillway.harness.driver;

import java.util.List;

/** The image that a router comes in, at a container engine. */
public interface RouterImage {

  /** {@return its name, as the user or the driver gives it} */
  String name();

  /**
   * Runs one of its programs in a container of its own, without a network, and waits for its end.
   *
   * @param command the program, a path in the image or a bare name, and its arguments
   * @return how it ended
   * @throws DriverException if it cannot be run, or does not end
   */
  Commands.Ended run(List<String> command);
}
