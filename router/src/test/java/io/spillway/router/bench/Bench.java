package io.spillway.router.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program behind {@code ci/bench.sh}. */
@Command(
    name = "ci/bench.sh",
    description = {
      "Measures the router beside HAProxy, nginx and, where it is found,",
      "skupper-router, each pinned alike, in rounds that alternate. Prints a",
      "Markdown table. All traffic stays on loopback; target/bench keeps every",
      "figure and the logs."
    },
    sortOptions = false,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:every subject gave every figure", "1:a subject failed", "2:wrong usage"})
final class Bench implements Callable<Integer> {

  @Option(names = "--quick", description = "One short round, in about a minute.")
  private boolean quick;

  @Option(names = "--smoke", description = "Only shows that it works; its figures say nothing.")
  private boolean smoke;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long each figure is measured in a round (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--skupper-router",
      paramLabel = "PATH",
      description = "The program skrouterd. Default: $$SKUPPER_ROUTER, or skrouterd in the PATH.")
  private Optional<Path> skupperRouter;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and ends.")
  @SuppressWarnings("UnusedVariable") // picocli answers it
  private boolean help;

  @Option(names = "--processors", required = true, hidden = true, split = ":")
  private List<String> processors = List.of();

  @Option(names = "--folder", required = true, hidden = true)
  private Path folder = Path.of("");

  @Spec private CommandSpec spec;

  private Bench() {}

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || seconds < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--rounds and --seconds are at least 1; got " + rounds + ", " + seconds);
    }
    List<String> notes = new ArrayList<>();
    List<Subject> subjects = subjects(notes);
    Results results = new Results();
    Plan plan = plan();
    PrintWriter progress = spec.commandLine().getErr();
    new Rounds(plan, subjects, folder, progress).run(results);
    Files.writeString(folder.resolve("rounds.tsv"), results.lines());
    Table table = new Table(results, subjects.stream().map(Subject::name).toList(), plan.rounds());
    PrintWriter out = spec.commandLine().getOut();
    out.println(table.markdown());
    out.println(table.aims());
    notes.forEach(note -> out.println("- " + note));
    results
        .failures()
        .forEach((what, times) -> out.println("- FAILED " + times + " times: " + what));
    out.flush();
    return results.failures().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Plan plan() {
    if (smoke) {
      return Plan.smoke();
    }
    return quick ? Plan.quick() : Plan.full(rounds, seconds);
  }

  private List<Subject> subjects(List<String> notes) throws IOException {
    Subjects known = new Subjects(new Subjects.Pinning(processors.get(1), processors.get(2)));
    List<Subject> subjects = new ArrayList<>();
    subjects.add(known.direct());
    subjects.add(known.spillway1());
    Optional<Path> haproxy = Tools.find("haproxy");
    Optional<Path> nginx = Tools.find("nginx");
    notes.add(LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe());
    notes.add(
        "pinned: load and workload to processor %s, every subject to %s, the far one of two routers to %s"
            .formatted(processors.get(0), processors.get(1), processors.get(2)));
    if (haproxy.isPresent()) {
      subjects.add(known.haproxy(haproxy.get()));
      notes.add(Tools.firstLine(haproxy.get().toString(), "-v"));
    } else {
      notes.add("SKIPPED: HAProxy is not installed");
    }
    Optional<List<Path>> modules =
        nginx.isPresent() ? Tools.nginxStreamModules(nginx.get()) : Optional.empty();
    if (modules.isPresent()) {
      subjects.add(known.nginx(nginx.get(), modules.get()));
      notes.add(Tools.firstLine(nginx.get().toString(), "-v"));
    } else {
      notes.add("SKIPPED: nginx is not installed, or without its stream module");
    }
    subjects.add(known.spillway2());
    Optional<Path> skrouterd = skrouterd();
    if (skrouterd.isPresent()) {
      subjects.add(known.skupper1(skrouterd.get()));
      subjects.add(known.skupper2(skrouterd.get()));
      notes.add("skupper-router " + Tools.firstLine(skrouterd.get().toString(), "--version"));
    } else {
      notes.add("SKIPPED: no skupper-router; name one by --skupper-router or SKUPPER_ROUTER");
    }
    return subjects;
  }

  private Optional<Path> skrouterd() {
    Optional<Path> named =
        skupperRouter.or(() -> Optional.ofNullable(System.getenv("SKUPPER_ROUTER")).map(Path::of));
    named
        .filter(path -> !Files.isExecutable(path))
        .ifPresent(
            path -> {
              throw new CommandLine.ParameterException(
                  spec.commandLine(), "no program at " + path + ", named as skupper-router");
            });
    return named.or(() -> Tools.find("skrouterd"));
  }
}
