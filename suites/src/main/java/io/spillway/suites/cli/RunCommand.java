package io.spillway.suites.cli;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.RunOptions;
import io.spillway.harness.run.Session;
import io.spillway.harness.run.Sessions;
import io.spillway.harness.run.UnplayedException;
import io.spillway.suites.conformance.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway run}: the conformance run, as {@code mvn verify} does it, without Maven. */
@Command(
    name = "run",
    description =
        "Runs rules against a router, the one that Spillway ships or any other, and writes a"
            + " report.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED)
final class RunCommand implements Callable<Integer> {

  private static final String REPORT = "spillway.report";

  @Option(
      names = "--rule",
      paramLabel = "RULES",
      description = "Rules, or rule/case, separated by commas (default: all).")
  private String rules;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "A profile such as skupper-2.2, or a part of one such as skupper-2.2/core.")
  private String profile;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description =
          "About how long the run may take, such as 30s or 5m; plans the sample sizes and says"
              + " first what they will be able to find out.")
  private String budget;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where report and histories are written (default: target/conformance).")
  private String folder;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "What schedules are drawn from (default: drawn, and printed).")
  private String seed;

  @Option(
      names = "--strict",
      description = "A should-rule that is broken or undecided fails the run as well.")
  private boolean strict;

  @Option(
      names = "--allow-inconclusive",
      paramLabel = "RULES",
      description = "Rules, or rule/case, for which too little evidence does not fail the run.")
  private String mayStayOpen;

  @Option(
      names = "--alpha",
      paramLabel = "PROBABILITY",
      description = "Of failing a correct router by chance, at most (default: 1e-6).")
  private String alpha;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Sample sizes as multiples of the rulebook's; what a budget came to.")
  private String scale;

  @Option(
      names = "--parallel",
      paramLabel = "NUMBER",
      description =
          "How many scenarios play at a time (default: 8 embedded, 3 as processes, 2 docker).")
  private String parallel;

  @Option(
      names = "--toxiproxy",
      paramLabel = "PROGRAM",
      description =
          "A toxiproxy-server, or embedded, for the runtimes embedded and process (default:"
              + " embedded; process: the one on the PATH, if any).")
  private String toxiproxy;

  @Mixin private RouterFlags router;

  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    RunOptions options = router.options(flags());
    // The log's configuration asks for it, before anything is logged.
    Path written = options.folder();
    System.setProperty(REPORT, written.toString());
    ScenarioCatalogue catalogue = new ScenarioCatalogue();
    try (Session session = Sessions.open(options, catalogue)) {
      Thread onInterrupt =
          new Thread(() -> session.close("interrupted"), "spillway-close-on-interrupt");
      Runtime.getRuntime().addShutdownHook(onInterrupt);
      for (Question question : session.questions()) {
        judge(session, question, catalogue);
      }
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
      return ExitCodes.of(session.report(""));
    }
  }

  /** Of a run that has ended early, what was played before is judged, and the report tells why. */
  private static void judge(Session session, Question question, ScenarioCatalogue catalogue)
      throws InterruptedException {
    try {
      session.judge(question, catalogue.of(question));
    } catch (UnplayedException toldByTheReport) {
      // Those that were played come next, for the longest were played first.
    }
  }

  /** The properties' names are those of the flags, but for the folder's. */
  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("rule", rules);
    flags.put("profile", profile);
    flags.put("budget", budget);
    flags.put("report", folder);
    flags.put("seed", seed);
    flags.put("strict", strict ? "true" : null);
    flags.put("allow-inconclusive", mayStayOpen);
    flags.put("alpha", alpha);
    flags.put("scale", scale);
    flags.put("parallel", parallel);
    flags.put("toxiproxy", toxiproxy);
    return flags;
  }
}
