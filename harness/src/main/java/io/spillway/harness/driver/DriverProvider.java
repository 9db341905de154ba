package io.spillway.harness.driver;

import java.util.Map;
import java.util.Optional;

/**
 * Makes a driver when a user asks for it by name. Providers of other people's drivers are found by
 * {@link java.util.ServiceLoader}: they stand on the class path with a file {@code
 * META-INF/services/io.spillway.harness.driver.DriverProvider} that names them.
 */
public interface DriverProvider {

  /** {@return the name by which users choose it, such as {@code haproxy}; letters, digits, -} */
  String name();

  /** {@return what it tests, in a few words, for a list of all drivers} */
  String description();

  /**
   * {@return what users can set, as {@code -Dspillway.NAME.SETTING=VALUE}: what it means, by the
   * setting's name}
   */
  Map<String, String> settings();

  /**
   * Makes the driver.
   *
   * @param settings what the user has set
   * @throws DriverException if the driver cannot do its work on this machine: says what is missing,
   *     where it was looked for, and how it is got or set
   */
  Driver open(DriverSettings settings);

  /**
   * {@return the public image that the router comes in, with its tag; empty if it runs in no
   * container}
   *
   * <p>Who gives one has the setting {@value DriverSettings#IMAGE}, which names another.
   */
  default Optional<String> image() {
    return Optional.empty();
  }

  /**
   * Makes the driver for the docker runtime. Nothing is looked for on this machine; what is to be
   * known of the program is asked of the image.
   *
   * @param settings what the user has set
   * @param image the one that {@link #image} gives, or that the user names
   * @throws DriverException if the driver cannot do its work with this image: says what it said,
   *     and how another one is named
   */
  default Driver open(DriverSettings settings, RouterImage image) {
    throw new DriverException(
        "the router of the driver " + name() + " does not run in a container");
  }
}
