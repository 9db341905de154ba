package io.spillway.suites.cli;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.RunOptions;
import io.spillway.harness.run.Session;
import io.spillway.harness.run.Sessions;
import io.spillway.suites.conformance.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway run}: the conformance run, as {@code mvn verify} does it, without Maven. */
@Command(
    name = "run",
    description = "Runs rules against the router that Spillway ships, and writes a report.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED)
final class RunCommand implements Callable<Integer> {

  private static final String PREFIX = "spillway.";
  private static final String REPORT = "spillway.report";

  private final Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "-D",
      paramLabel = "PROPERTY=VALUE",
      description = "Any other property of a run, such as -Dspillway.docker.base=IMAGE.")
  private Map<String, String> properties = new LinkedHashMap<>();

  RunCommand() {}

  @Option(
      names = "--rule",
      paramLabel = "RULES",
      description = "Rules, or rule/case, separated by commas (default: all).")
  void rule(String rules) {
    given.put(PREFIX + "rule", rules);
  }

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "A profile such as skupper-2.2, or a part of one such as skupper-2.2/core.")
  void profile(String profile) {
    given.put(PREFIX + "profile", profile);
  }

  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description =
          "Which router is tested: spillway (default), haproxy, nginx, skupper-router, exec, or one"
              + " on the class path; see docs/drivers.md.")
  void driver(String driver) {
    given.put(PREFIX + "driver", driver);
  }

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      description =
          "auto, embedded, process or docker (default: auto: docker where the router runs there and"
              + " an engine answers).")
  void runtime(String runtime) {
    given.put(PREFIX + "runtime", runtime);
  }

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description =
          "About how long the run may take, such as 30s or 5m; plans the sample sizes and says"
              + " first what they will be able to find out.")
  void budget(String budget) {
    given.put(PREFIX + "budget", budget);
  }

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "What schedules are drawn from (default: drawn, and printed).")
  void seed(String seed) {
    given.put(PREFIX + "seed", seed);
  }

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where report and histories are written (default: target/conformance).")
  void folder(String folder) {
    given.put(REPORT, folder);
  }

  @Option(
      names = "--strict",
      description = "A should-rule that is broken or undecided fails the run as well.")
  void strict(boolean strict) {
    given.put(PREFIX + "strict", Boolean.toString(strict));
  }

  @Option(
      names = "--allow-inconclusive",
      paramLabel = "RULES",
      description = "Rules, or rule/case, for which too little evidence does not fail the run.")
  void allowInconclusive(String rules) {
    given.put(PREFIX + "allow-inconclusive", rules);
  }

  @Option(
      names = "--parallel",
      paramLabel = "NUMBER",
      description = "How many scenarios play at a time (default: 4 embedded, 2 docker).")
  void parallel(String parallel) {
    given.put(PREFIX + "parallel", parallel);
  }

  @Option(
      names = "--alpha",
      paramLabel = "PROBABILITY",
      description = "Of failing a correct router by chance, at most (default: 1e-6).")
  void alpha(String alpha) {
    given.put(PREFIX + "alpha", alpha);
  }

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Sample sizes as multiples of the rulebook's; what a budget came to.")
  void scale(String scale) {
    given.put(PREFIX + "scale", scale);
  }

  @Option(
      names = "--toxiproxy",
      paramLabel = "PROGRAM",
      description =
          "A toxiproxy-server, or embedded, for the runtimes embedded and process (default:"
              + " embedded; process: the one on the PATH, if any).")
  void toxiproxy(String program) {
    given.put(PREFIX + "toxiproxy", program);
  }

  @Override
  public Integer call() throws InterruptedException {
    Properties all = new Properties();
    all.putAll(properties);
    all.putAll(given);
    String drivers = System.getenv(RunOptions.CLASS_PATH_VARIABLE);
    all.setProperty(RunOptions.CLASS_PATH, drivers == null ? "" : drivers);
    RunOptions options = RunOptions.from(all, RunOptions.Command.SPILLWAY);
    properties.forEach(System::setProperty); // the docker runtime reads some itself
    // The log's configuration asks for it, before anything is logged.
    Path folder = options.folder();
    System.setProperty(REPORT, folder.toString());
    ScenarioCatalogue catalogue = new ScenarioCatalogue();
    try (Session session = Sessions.open(options, catalogue)) {
      Thread onInterrupt =
          new Thread(() -> session.close("interrupted"), "spillway-close-on-interrupt");
      Runtime.getRuntime().addShutdownHook(onInterrupt);
      for (Question question : session.questions()) {
        session.judge(question, catalogue.of(question));
      }
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
      return ExitCodes.of(session.report(""));
    }
  }
}
