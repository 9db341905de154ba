package io.spillway.suites.cli;

import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.doctor.DoctorFolder;
import io.spillway.harness.doctor.Finding;
import io.spillway.harness.run.RunOptions;
import io.spillway.harness.run.TestedRouter;
import io.spillway.harness.runtime.SiteRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway doctor}: what a router does not answer yet. */
@Command(
    name = "doctor",
    description = {
      "Walks through what a router must do and may be able to do, and tells what it does not answer"
          + " yet: it starts, serves a client, passes on half-closes, serves from a second site,"
          + " passes ends on over a link, and each feature.",
      "One try of each; a conformance run is what decides."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the router does what its driver declares",
      "1:it does not, or does more",
      "64:the command line is wrong",
      "69:the router's program or the runtime is not there"
    })
final class DoctorCommand implements Callable<Integer> {

  /** As wide as what stands before a title. */
  private static final String INDENT = " ".repeat("! does not   ".length());

  @Spec private CommandSpec spec;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where the sites' configurations and logs are kept of what does not work (default:"
              + " ${DEFAULT-VALUE}). What an earlier doctor left there is removed.")
  private Path folder = Path.of("target", "doctor");

  @Mixin private RouterFlags flags;

  DoctorCommand() {}

  @Override
  public Integer call() {
    RunOptions options = flags.options(Map.of());
    PrintWriter out = spec.commandLine().getOut();
    TestedRouter router = TestedRouter.of(options);
    DoctorFolder kept = DoctorFolder.prepare(folder);
    out.printf(
        "%s %s, runtime %s (%s)%n",
        router.driver().name(),
        router.driver().version(),
        router.choice().kind().word(),
        router.choice().reason());
    out.flush();
    try (SiteRuntime runtime = router.open(options)) {
      List<Finding> findings =
          new Doctor(runtime, router.driver(), kept)
              .examine(
                  finding -> {
                    out.println(line(finding));
                    finding.folder().ifPresent(left -> out.println(INDENT + "see " + left));
                    out.flush();
                  });
      boolean well = findings.stream().allMatch(Finding::isWell);
      return well ? ExitCodes.PASS : ExitCodes.FAIL;
    }
  }

  private static String line(Finding finding) {
    String what = finding.title();
    if (finding.works()) {
      return finding.declared()
          ? "  works      " + what
          : "! works      " + what + ": not declared by the driver, so no rule asks for it";
    }
    return finding.declared()
        ? "! does not   " + what + ": " + finding.words()
        : "  does not   " + what + " (not declared): " + finding.words();
  }
}
