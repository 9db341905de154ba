package io.spillway.harness.driver;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user has set for a driver, and where programs are looked for. Immutable.
 *
 * @param driver the driver's name
 * @param values values by the setting's name, without those that were not set
 * @param root what relative paths are relative to: the folder of the build
 * @param searchPath folders in which a program is looked for that is given by its bare name
 */
public record DriverSettings(
    String driver, Map<String, String> values, Path root, List<Path> searchPath) {

  /** The setting of most drivers that says where the program is on this machine. */
  public static final String BINARY = "binary";

  /** The setting that names the image in which the program is, for the docker runtime. */
  public static final String IMAGE = "image";

  /** Where packages put programs that are not on everybody's {@code PATH}. */
  private static final List<Path> SYSTEM_FOLDERS = List.of(Path.of("/usr/sbin"), Path.of("/sbin"));

  /** Copies. */
  public DriverSettings {
    values = Map.copyOf(values);
    searchPath = List.copyOf(searchPath);
  }

  /** {@return settings with the search path of this process} */
  public static DriverSettings ofThisProcess(String driver, Map<String, String> values, Path root) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<Path> folders =
        Stream.concat(
                Stream.of(path.split(File.pathSeparator))
                    .filter(folder -> !folder.isEmpty())
                    .map(Path::of),
                SYSTEM_FOLDERS.stream())
            .distinct()
            .toList();
    return new DriverSettings(driver, values, root, folders);
  }

  /** {@return the value of a setting, if the user has set it} */
  public Optional<String> value(String setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** {@return how the user sets this, for messages} */
  public String property(String setting) {
    return "-Dspillway." + driver + "." + setting;
  }

  /**
   * Finds a program.
   *
   * @param setting the setting that may say where it is: a path, or a bare name
   * @param usual its bare name where nothing is set
   * @param remedy how it is got, for the error
   * @return where it is
   * @throws DriverException if it is not there or cannot be executed
   */
  public Path program(String setting, String usual, String remedy) {
    return find(setting, value(setting).orElse(usual), remedy);
  }

  /**
   * Finds a program of which a user has said where it is.
   *
   * @param setting the setting that says it
   * @param asked what it says: a path, or a bare name
   * @param remedy how it is got, for the error
   * @return where it is
   * @throws DriverException if it is not there or cannot be executed
   */
  public Path find(String setting, String asked, String remedy) {
    if (asked.contains("/")) {
      Path path = root.resolve(asked).normalize();
      if (!Files.isExecutable(path) || Files.isDirectory(path)) {
        throw new DriverException(
            "%s=%s: %s; %s"
                .formatted(
                    property(setting),
                    asked,
                    Files.exists(path)
                        ? path + " cannot be executed"
                        : "there is no program " + path,
                    remedy));
      }
      return path;
    }
    return searchPath.stream()
        .map(folder -> folder.resolve(asked))
        .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
        .findFirst()
        .orElseThrow(
            () ->
                new DriverException(
                    "the driver %s finds no program %s in %s; %s, or say where it is with %s=PATH"
                        .formatted(
                            driver,
                            asked,
                            String.join(
                                File.pathSeparator,
                                searchPath.stream().map(Path::toString).toList()),
                            remedy,
                            property(setting))));
  }
}
