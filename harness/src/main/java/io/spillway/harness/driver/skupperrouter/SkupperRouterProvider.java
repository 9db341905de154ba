package io.spillway.harness.driver.skupperrouter;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.driver.skupperrouter.SkupperRouterDriver.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds skupper-router on this machine, or in an image. */
public final class SkupperRouterProvider implements DriverProvider {

  private static final String PROGRAM = "skrouterd";
  private static final String VERSION_OPTION = "--version";
  private static final String IMAGE = "quay.io/skupper/skupper-router:3.5.1";
  private static final String LIBRARY_PATH = "library-path";
  private static final String INCLUDE_PATH = "include-path";
  private static final String MODE = "mode";

  private static final String REMEDY =
      "build it from https://github.com/skupperproject/skupper-router (docs/drivers-skupper-router.md says how)";

  private static final Pattern VERSION =
      Pattern.compile("^(\\d{1,6})\\.(\\d{1,6})\\.\\S+$", Pattern.MULTILINE);

  /** What it was built from did not say which version it is. */
  private static final String NAMELESS = "0.0.0";

  private static final int MAJOR = 3;

  /**
   * {@code multiAddressStrategy} and {@code listenerAddress} came with 3.5.0 (skupper-router's pull
   * request #1846).
   */
  private static final int LEAST_MINOR = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Creates one. */
  public SkupperRouterProvider() {}

  @Override
  public String name() {
    return SkupperRouterDriver.NAME;
  }

  @Override
  public String description() {
    return "skupper-router (skrouterd), configured as Skupper 2 does";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(DriverSettings.BINARY, "the program; default: skrouterd on the PATH");
    settings.put(
        DriverSettings.IMAGE, "the image of the docker runtime, which has it; default: " + IMAGE);
    settings.put(
        LIBRARY_PATH,
        "where its shared libraries are; default: the folder lib beside the program's own, if"
            + " Proton is there");
    settings.put(
        INCLUDE_PATH,
        "where its Python modules are; default: lib/skupper-router/python beside the program's own"
            + " folder, if there, else as it was built");
    settings.put(
        MODE,
        "with-controller (default): a workload that is not ready loses its connector, as Skupper's"
            + " controller does it; router-only: connectors stay");
    return settings;
  }

  @Override
  public Driver open(DriverSettings settings) {
    SkupperRouterMode mode = mode(settings);
    Path binary = settings.program(DriverSettings.BINARY, PROGRAM, REMEDY);
    Path prefix = prefix(binary);
    Installation installation =
        new Installation(
            binary,
            folder(settings, LIBRARY_PATH)
                .or(() -> Optional.of(prefix.resolve("lib")).filter(path -> hasProton(path))),
            folder(settings, INCLUDE_PATH)
                .or(
                    () ->
                        Optional.of(prefix.resolve("lib/skupper-router/python"))
                            .filter(Files::isDirectory)));
    Commands.Ended ended =
        Commands.run(
            List.of(binary.toString(), VERSION_OPTION),
            installation.environment(),
            settings.root(),
            PATIENCE);
    String library =
        "if it misses a library, say where that is with %s=FOLDER"
            .formatted(settings.property(LIBRARY_PATH));
    return new SkupperRouterDriver(
        installation, version(binary.toString(), ended, library, REMEDY), mode, Optional.empty());
  }

  @Override
  public Optional<String> image() {
    return Optional.of(IMAGE);
  }

  @Override
  public Driver open(DriverSettings settings, RouterImage image) {
    SkupperRouterMode mode = mode(settings);
    refuse(settings, LIBRARY_PATH);
    refuse(settings, INCLUDE_PATH);
    String other = "name another image with " + settings.property(DriverSettings.IMAGE) + "=NAME";
    String version =
        version(
            PROGRAM + " of the image " + image.name(),
            image.run(List.of(PROGRAM, VERSION_OPTION)),
            other,
            other);
    return new SkupperRouterDriver(
        new Installation(Path.of(PROGRAM), Optional.empty(), Optional.empty()),
        version,
        mode,
        Optional.of(image.name()));
  }

  private static void refuse(DriverSettings settings, String setting) {
    if (settings.value(setting).isPresent()) {
      throw new DriverException(
          settings.property(setting)
              + " is for a program of this machine, not for one in an image");
    }
  }

  private static SkupperRouterMode mode(DriverSettings settings) {
    return settings
        .value(MODE)
        .map(word -> SkupperRouterMode.of(word, settings.property(MODE)))
        .orElse(SkupperRouterMode.WITH_CONTROLLER);
  }

  /**
   * Reads it.
   *
   * @param ifSilent what to do about one that does not say it
   * @param ifOther what to do about one that the driver does not know
   */
  private static String version(
      String program, Commands.Ended ended, String ifSilent, String ifOther) {
    Matcher version = VERSION.matcher(ended.output());
    if (ended.status() != 0 || !version.find()) {
      throw new DriverException(
          "%s %s ended with %d and said \"%s\", where its version was expected; %s"
              .formatted(program, VERSION_OPTION, ended.status(), ended.output(), ifSilent));
    }
    String found = version.group();
    if (Integer.parseInt(version.group(1)) != MAJOR
        || Integer.parseInt(version.group(2)) < LEAST_MINOR) {
      throw new DriverException(
          ("%s is version %s, and the driver %s knows %d.%d and later ones of %d: multi-key"
                  + " listeners came with 3.5.0; %s")
              .formatted(
                  program,
                  found,
                  SkupperRouterDriver.NAME,
                  MAJOR,
                  LEAST_MINOR,
                  MAJOR,
                  found.startsWith(NAMELESS)
                      ? "this one was built without its version: give it with cmake -DVERSION=3.5.1"
                      : ifOther));
    }
    return found;
  }

  /** The folder that the program was installed into, with its own folder in it. */
  private static Path prefix(Path binary) {
    try {
      return binary.toRealPath().getParent().resolve("..").normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(binary + " cannot be looked at", e);
    }
  }

  private static boolean hasProton(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "libqpid-proton-core.so*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> folder(DriverSettings settings, String setting) {
    return settings
        .value(setting)
        .map(
            asked -> {
              Path folder = settings.root().resolve(asked).normalize();
              if (!Files.isDirectory(folder)) {
                throw new DriverException(
                    "%s=%s: there is no folder %s"
                        .formatted(settings.property(setting), asked, folder));
              }
              return folder;
            });
  }
}
