package io.spillway.router;

import io.spillway.router.config.RouterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line {@code spillway-router}. It prints {@code ready} on a line of its own when all
 * ports listen, and logs to the standard error stream.
 */
@Command(
    name = "spillway-router",
    description = {
      "Runs the reference router of one site.",
      "Prints 'ready' when all ports listen; ends in order on SIGTERM and SIGINT."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.BuildVersion.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:ended in order, or the file is right", "2:the file or a port is wrong"})
public final class Main implements Callable<Integer> {

  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Parameters(paramLabel = "SITE.yaml", description = "The site file, every address filled in.")
  private Path file;

  @Option(names = "--check", description = "Only check the file; start nothing.")
  private boolean check;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "Event loops, each a thread (default: ${DEFAULT-VALUE}).")
  private int loops;

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param arguments what {@code --help} shows
   */
  public static void main(String[] arguments) {
    if (System.getProperty(LOG_CONFIGURATION) == null) {
      // Not under its usual name: a program that embeds the router has a configuration of its own.
      System.setProperty(LOG_CONFIGURATION, "io/spillway/router/logback-router.xml");
    }
    System.exit(commandLine().execute(arguments));
  }

  /** {@return the command, for a test to run} */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(message(failure));
              return CommandLine.ExitCode.USAGE;
            });
  }

  private static String message(Exception failure) {
    return failure instanceof IOException
        ? "cannot read the file: " + failure
        : failure.getMessage();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RouterConfig config = RouterConfig.load(file);
    RouterOptions options = RouterOptions.defaults().with(o -> o.loops(loops));
    if (check) {
      say("ok: site " + config.site());
      return CommandLine.ExitCode.OK;
    }
    Router router = Router.start(config, options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(router), "spillway-close"));
    say("ready");
    new CountDownLatch(1).await(); // until a signal
    return CommandLine.ExitCode.OK;
  }

  private static void end(Router router) {
    router.close();
    // A JVM that ends on a signal reports 143 or 130; an orderly end is a success.
    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  /** Gives picocli the version. */
  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"spillway-router " + Router.version()};
    }
  }
}
