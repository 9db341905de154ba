package io.spillway.suites.cli;

import io.spillway.harness.run.RunOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The flags of commands that start a router: which one, where, and any other property of a run. */
final class RouterFlags {

  private static final String PREFIX = "spillway.";

  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description =
          "Which router: spillway (default), haproxy, nginx, skupper-router, exec, or one on the"
              + " class path; see docs/drivers.md.")
  private String driver;

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      description =
          "auto, embedded, process or docker (default: auto: docker where the router runs there and"
              + " an engine answers).")
  private String runtime;

  @Option(
      names = "-D",
      paramLabel = "PROPERTY=VALUE",
      description =
          "A setting of the driver, such as -Dspillway.exec.command='./router.py', or any other"
              + " property of a run, such as -Dspillway.docker.base=IMAGE.")
  private final Map<String, String> properties = new LinkedHashMap<>();

  RouterFlags() {}

  /**
   * {@return the options of a run; properties that other parts read are set for this process}
   *
   * @param flags the flags of one command alone, by name; null for one that was not given
   * @throws IllegalArgumentException if a value is none
   */
  RunOptions options(Map<String, String> flags) {
    Map<String, String> named = new LinkedHashMap<>(flags);
    named.put("driver", driver);
    named.put("runtime", runtime);
    Properties all = new Properties();
    all.putAll(properties);
    named.forEach(
        (name, value) -> {
          if (value != null) {
            all.setProperty(PREFIX + name, value);
          }
        });
    String drivers = System.getenv(RunOptions.CLASS_PATH_VARIABLE);
    all.setProperty(RunOptions.CLASS_PATH, drivers == null ? "" : drivers);
    RunOptions options = RunOptions.from(all, RunOptions.Command.SPILLWAY);
    properties.forEach(System::setProperty); // the docker runtime reads some itself
    return options;
  }
}
