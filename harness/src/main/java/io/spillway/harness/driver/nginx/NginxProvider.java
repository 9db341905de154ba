package io.spillway.harness.driver.nginx;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.KnownVersions;
import io.spillway.harness.driver.RouterImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds nginx and its stream module on this machine, or in an image. */
public final class NginxProvider implements DriverProvider {

  /** A stable branch; the public image has the stream module. */
  private static final String IMAGE = "nginx:1.28-alpine";

  private static final String MODULES = "modules";
  private static final String MODULE = "ngx_stream_module.so";

  private static final String REMEDY = "install it (Debian: apt-get install nginx)";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The first is the first with {@code proxy_half_close} in the stream module. */
  private static final KnownVersions VERSIONS =
      new KnownVersions(
          "nginx",
          "-V",
          Pattern.compile("nginx version: nginx/((\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\S*)"),
          REMEDY,
          1,
          21,
          4);

  private static final Pattern BUILT_IN = Pattern.compile("(?m)\\s--with-stream(\\s|$)");

  private static final Pattern MODULES_PATH = Pattern.compile("\\s--modules-path=(\\S+)");

  private static final Pattern PREFIX = Pattern.compile("\\s--prefix=(\\S+)");

  /** Creates one. */
  public NginxProvider() {}

  @Override
  public String name() {
    return NginxDriver.NAME;
  }

  @Override
  public String description() {
    return "nginx's stream module, one process at each site";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        DriverSettings.BINARY, "the program nginx, a path or a name; version 1.21.4 or later");
    settings.put(
        DriverSettings.IMAGE, "the image of the docker runtime, which has it; default: " + IMAGE);
    settings.put(
        MODULES,
        "the folder of " + MODULE + ", where it is not built in; in the image, if one runs");
    return settings;
  }

  @Override
  public Driver open(DriverSettings settings) {
    Path binary = settings.program(DriverSettings.BINARY, NginxDriver.NAME, REMEDY);
    String program = binary.toString();
    String words =
        Commands.run(List.of(program, VERSIONS.option()), settings.root(), PATIENCE).output();
    String version = VERSIONS.ofProgram(program, words, settings);
    Optional<Path> module = module(settings.value(MODULES).map(settings.root()::resolve), words);
    module.ifPresent(path -> requireReadable(binary, path, settings));
    return new NginxDriver(binary, version, module);
  }

  @Override
  public Optional<String> image() {
    return Optional.of(IMAGE);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whether the module is where the program looks for it only nginx can say, when it starts.
   */
  @Override
  public Driver open(DriverSettings settings, RouterImage image) {
    String words = image.run(List.of(NginxDriver.NAME, VERSIONS.option())).output();
    return NginxDriver.of(
        image,
        VERSIONS.ofImage(NginxDriver.NAME, image, words, settings),
        module(settings.value(MODULES).map(Path::of), words));
  }

  /** Where the module is, unless it is built in; in a folder that the user may name. */
  private static Optional<Path> module(Optional<Path> asked, String words) {
    if (asked.isEmpty() && BUILT_IN.matcher(words).find()) {
      return Optional.empty();
    }
    Path folder = asked.or(() -> modules(words)).orElse(Path.of("/usr/lib/nginx/modules"));
    return Optional.of(folder.resolve(MODULE).toAbsolutePath().normalize());
  }

  private static void requireReadable(Path binary, Path module, DriverSettings settings) {
    if (!Files.isReadable(module)) {
      throw new DriverException(
          "%s has no stream module built in, and there is no %s; install it (Debian: apt-get install"
                  .formatted(binary, module)
              + " libnginx-mod-stream), or say in which folder it is with %s=PATH"
                  .formatted(settings.property(MODULES)));
    }
  }

  private static Optional<Path> modules(String words) {
    Matcher path = MODULES_PATH.matcher(words);
    if (path.find()) {
      return Optional.of(Path.of(path.group(1)));
    }
    Matcher prefix = PREFIX.matcher(words);
    return prefix.find() ? Optional.of(Path.of(prefix.group(1), "modules")) : Optional.empty();
  }
}
