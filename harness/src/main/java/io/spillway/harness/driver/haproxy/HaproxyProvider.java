package io.spillway.harness.driver.haproxy;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.KnownVersions;
import io.spillway.harness.driver.RouterImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds HAProxy on this machine, or in an image. */
public final class HaproxyProvider implements DriverProvider {

  /** The branch of 2025 with long-term support. */
  private static final String IMAGE = "haproxy:3.2-alpine";

  private static final String REMEDY = "install it (Debian: apt-get install haproxy)";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * The first is the first with all that the configuration uses, as {@code http-check send} and
   * {@code return}.
   */
  private static final KnownVersions VERSIONS =
      new KnownVersions(
          "HAProxy",
          "-v",
          Pattern.compile("HA-?Proxy version ((\\d{1,4})\\.(\\d{1,4})\\S*)"),
          REMEDY,
          2,
          4);

  /** Creates one. */
  public HaproxyProvider() {}

  @Override
  public String name() {
    return HaproxyDriver.NAME;
  }

  @Override
  public String description() {
    return "HAProxy in TCP mode, one process at each site";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        DriverSettings.BINARY, "the program haproxy, a path or a name; version 2.4 or later");
    settings.put(
        DriverSettings.IMAGE, "the image of the docker runtime, which has it; default: " + IMAGE);
    return settings;
  }

  @Override
  public Driver open(DriverSettings settings) {
    Path binary = settings.program(DriverSettings.BINARY, HaproxyDriver.NAME, REMEDY);
    String program = binary.toString();
    String words =
        Commands.run(List.of(program, VERSIONS.option()), settings.root(), PATIENCE).output();
    return new HaproxyDriver(binary, VERSIONS.ofProgram(program, words, settings));
  }

  @Override
  public Optional<String> image() {
    return Optional.of(IMAGE);
  }

  @Override
  public Driver open(DriverSettings settings, RouterImage image) {
    String words = image.run(List.of(HaproxyDriver.NAME, VERSIONS.option())).output();
    return HaproxyDriver.of(image, VERSIONS.ofImage(HaproxyDriver.NAME, image, words, settings));
  }
}
