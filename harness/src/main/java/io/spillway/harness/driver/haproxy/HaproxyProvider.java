package io.spillway.harness.driver.haproxy;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.RouterImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds HAProxy on this machine, or in an image. */
public final class HaproxyProvider implements DriverProvider {

  /** The branch of 2025 with long-term support. */
  private static final String IMAGE = "haproxy:3.2-alpine";

  private static final String REMEDY = "install it (Debian: apt-get install haproxy)";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern VERSION =
      Pattern.compile("HA-?Proxy version ((\\d{1,4})\\.(\\d{1,4})\\S*)");

  /**
   * The first with all that the configuration uses, as {@code http-check send} and {@code return}.
   */
  private static final int MAJOR = 2;

  private static final int MINOR = 4;

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
    String words =
        Commands.run(List.of(binary.toString(), "-v"), settings.root(), PATIENCE).output();
    String other =
        "; or say where another one is with " + settings.property(DriverSettings.BINARY) + "=PATH";
    return new HaproxyDriver(binary, version(binary.toString(), words, remedy -> remedy + other));
  }

  @Override
  public Optional<String> image() {
    return Optional.of(IMAGE);
  }

  @Override
  public Driver open(DriverSettings settings, RouterImage image) {
    String words = image.run(List.of(HaproxyDriver.NAME, "-v")).output();
    String other = "name another image with " + settings.property(DriverSettings.IMAGE) + "=NAME";
    return HaproxyDriver.of(
        image, version("haproxy of the image " + image.name(), words, remedy -> other));
  }

  /** Reads it. The last parameter gives what there is to do instead of what is to do here. */
  private static String version(String program, String words, UnaryOperator<String> remedies) {
    Matcher matcher = VERSION.matcher(words);
    if (!matcher.find()) {
      throw new DriverException(
          "%s -v does not say which version of HAProxy it is, but: %s; %s"
              .formatted(program, words, remedies.apply(REMEDY)));
    }
    int major = Integer.parseInt(matcher.group(2));
    int minor = Integer.parseInt(matcher.group(3));
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw new DriverException(
          "%s is HAProxy %s, and the driver knows %d.%d and later; %s"
              .formatted(
                  program, matcher.group(1), MAJOR, MINOR, remedies.apply("install a later one")));
    }
    return matcher.group(1);
  }
}
