package io.spillway.router;

import io.spillway.router.config.RouterConfig;
import io.spillway.router.file.Unreadable;
import io.spillway.router.tls.CredentialsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line {@code spillway-router}. It prints {@code ready} on a line of its own when all
 * ports listen, and logs to the standard error stream.
 */
@Command(
    name = "spillway-router",
    description = {
      "Runs the reference router of one site.",
      "Prints 'ready' when all ports listen. On SIGHUP it reads its file again; on SIGTERM and"
          + " SIGINT it takes no new clients, lets streams end, and ends.",
      "A TIME is a whole number with a unit: 500ms, 10s, 2m, 1h; at most 8760h."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Main.BuildVersion.class,
    subcommands = HealthCommand.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:ended in order, or what was asked for is right",
      "1:health: the router does not work, or does not answer",
      "2:the file, a flag or a port is wrong",
      "3:the router has failed, as for want of memory; its log says why"
    })
public final class Main implements Callable<Integer> {

  private static final int FAILED = 3;
  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Parameters(
      paramLabel = "SITE.yaml",
      arity = "0..1",
      description = "The site file, every address filled in.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--check",
      description = "Only check the file, its credentials and the flags; start nothing.")
  private boolean check;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      description =
          "Where tlsCredentials are looked for, as DIR/NAME/ca.crt, tls.crt and tls.key (default:"
              + " the folder credentials beside the file).")
  private Optional<Path> credentials = Optional.empty();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = Flags.AddressConverter.class,
      description = "Where the admin endpoint listens (default: 127.0.0.1:9090).")
  private Optional<InetSocketAddress> admin = Optional.empty();

  @Option(names = "--no-admin", description = "Has no admin endpoint.")
  private boolean noAdmin;

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
    CommandLine command = new CommandLine(new Main());
    Flags.addTo(command.getCommandSpec());
    return command
        .registerConverter(Duration.class, new Flags.DurationConverter())
        .setParameterExceptionHandler((failure, parsed) -> refuse(failure))
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              failed.getErr().println(failure.getMessage());
              return CommandLine.ExitCode.USAGE;
            });
  }

  /** Says what is wrong, and not what all flags are: that would take it off the screen. */
  private static int refuse(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println(failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
      command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path path =
        file.orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "Missing required parameter: 'SITE.yaml'"));
    ConfigSource source = () -> load(path);
    List<String> problems = new ArrayList<>();
    RouterOptions options = options(source, problems);
    Optional<RouterConfig> config = loaded(source, problems);
    if (config.isEmpty() || !problems.isEmpty()) {
      problems.forEach(spec.commandLine().getErr()::println);
      return CommandLine.ExitCode.USAGE;
    }
    if (check) {
      say("ok: " + summary(config.get()));
      return CommandLine.ExitCode.OK;
    }
    ReloadRequests reloads = new ReloadRequests();
    Hangup.handle(reloads::ask);
    run(Router.start(config.get(), options), reloads);
    return CommandLine.ExitCode.OK;
  }

  private RouterConfig load(Path path) throws IOException {
    return credentials.isPresent()
        ? RouterConfig.load(path, credentials.get())
        : RouterConfig.load(path);
  }

  private RouterOptions options(ConfigSource source, List<String> problems) {
    if (noAdmin && admin.isPresent()) {
      problems.add("--admin and --no-admin exclude each other. Keep one of them.");
    }
    RouterOptions options = Flags.options(spec, problems).with(o -> o.source(source));
    return noAdmin ? options : options.with(o -> o.admin(admin.orElse(Flags.DEFAULT_ADMIN)));
  }

  private static Optional<RouterConfig> loaded(ConfigSource source, List<String> problems) {
    try {
      RouterConfig config = source.load();
      Wiring.requireCredentials(config);
      return Optional.of(config);
    } catch (IllegalArgumentException | CredentialsException e) {
      problems.add(e.getMessage());
    } catch (IOException e) {
      problems.add(Unreadable.words(e));
    }
    return Optional.empty();
  }

  private static String summary(RouterConfig config) {
    return "site "
        + config.site()
        + ", links: "
        + config.links().size()
        + ", listeners: "
        + config.listeners().size()
        + ", connectors: "
        + config.connectors().size();
  }

  private void run(Router router, ReloadRequests reloads) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(router), "spillway-close"));
    say("ready");
    reloads.begin(router);
    router.awaitFailure(); // or a signal
    Runtime.getRuntime().halt(FAILED); // whose hook would report an orderly end
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
