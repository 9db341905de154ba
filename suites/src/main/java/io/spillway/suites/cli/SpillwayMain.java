package io.spillway.suites.cli;

import io.spillway.harness.Version;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code spillway}. */
@Command(
    name = "spillway",
    description = {
      "Tells whether multi-site TCP routing fails over and balances the way its documentation says."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    versionProvider = SpillwayMain.BuildVersion.class,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      MatrixCommand.class,
      DoctorCommand.class,
      RulesCommand.class
    },
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every rule that the gate asks about is kept; for matrix: it was written",
      "1:one of them is broken",
      "2:none is, but the evidence was not enough to decide, or the harness broke",
      "3:nothing was decided, for the router has the features for nothing that was asked",
      "64:the command line is wrong",
      "66:a history or a report is not there or cannot be read",
      "69:the router is not there or not ready, broke its driver's contract, or has nowhere to run",
      "75:another run is writing its report into the same folder"
    })
public final class SpillwayMain implements Runnable {

  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Spec private CommandSpec spec;

  private SpillwayMain() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param arguments what {@code --help} shows
   */
  public static void main(String[] arguments) {
    boolean run = Arrays.asList(arguments).contains("run");
    if (!run && System.getProperty(LOG_CONFIGURATION) == null) {
      // Only a run has a folder to keep a log in.
      System.setProperty(LOG_CONFIGURATION, "io/spillway/suites/cli/logback-terminal.xml");
    }
    System.exit(commandLine().execute(arguments));
  }

  /** {@return the command, for a test to run} */
  static CommandLine commandLine() {
    return new CommandLine(new SpillwayMain())
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              failed.getErr().println(failure.getMessage());
              return ExitCodes.of(failure);
            });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing required subcommand: run, check, matrix, doctor or rules");
  }

  /** The version that the build knows. */
  static final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"spillway " + Version.current()};
    }
  }
}
