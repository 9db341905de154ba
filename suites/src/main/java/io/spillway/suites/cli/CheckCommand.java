package io.spillway.suites.cli;

import io.spillway.harness.Version;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.history.History;
import io.spillway.harness.history.io.HistoryFile;
import io.spillway.harness.history.io.HistoryFormatException;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.ConformanceReport.RuleReport;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.Scope;
import io.spillway.harness.report.SpillReadings;
import io.spillway.harness.report.text.Columns;
import io.spillway.harness.report.text.Style;
import io.spillway.harness.report.text.TerminalReport;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.Judgement;
import io.spillway.harness.run.Purposes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code spillway check}: judges recorded histories again, from their files alone. What is asked of
 * a history, with which parameters and which α, stands in its first line.
 */
@Command(
    name = "check",
    description = {
      "Judges recorded histories: the same verdicts and the same exit code as the run that recorded"
          + " them, from the files alone."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED)
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "HISTORY",
      arity = "1..*",
      description = "A history.jsonl, or a folder: all that lie in it and below.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--strict",
      description =
          "A should-rule that is broken or undecided fails the check as well, as it does after a"
              + " strict run.")
  private boolean strict;

  @Option(
      names = "--allow-inconclusive",
      paramLabel = "RULES",
      description =
          "Rules, or rule/case, for which too little evidence does not fail the check; those that"
              + " the run allowed are allowed.")
  private String mayStayOpen = "";

  @Spec private CommandSpec spec;

  CheckCommand() {}

  /** A case that was judged, with its question. */
  private record Judged(Question question, CaseReport report, Purpose.Gate gate) {}

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    List<String> open = mayStayOpen();
    List<Judged> all = new ArrayList<>();
    try {
      for (Path file : files()) {
        all.addAll(judge(file, err));
      }
    } catch (HistoryFormatException | UncheckedIOException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return ExitCodes.NO_INPUT;
    }
    ConformanceReport report = report(all, open);
    print(all, report);
    return ExitCodes.of(report);
  }

  private List<String> mayStayOpen() {
    if (mayStayOpen.isBlank()) {
      return List.of();
    }
    try {
      return Rulebook.load().select(mayStayOpen).stream().map(Rulebook.Selection::word).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--allow-inconclusive " + mayStayOpen + ": " + e.getMessage(), e);
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        List<Path> inside = histories(path);
        if (inside.isEmpty()) {
          throw new IllegalArgumentException("there is no history.jsonl in or below " + path);
        }
        files.addAll(inside);
      } else if (Files.isRegularFile(path)) {
        files.add(path);
      } else {
        throw new IllegalArgumentException("there is no file " + path);
      }
    }
    return files;
  }

  private static List<Path> histories(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().equals("history.jsonl"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " cannot be read", e);
    }
  }

  private static List<Judged> judge(Path file, PrintWriter err) {
    HistoryFile.Recorded recorded = HistoryFile.readWithPurpose(file);
    Purpose purpose =
        recorded
            .purpose()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        file
                            + " does not say which rules are asked of it, so it was not recorded by"
                            + " a run"));
    if (!purpose.rulebook().equals(Rulebook.version())) {
      err.println(
          file
              + ": recorded with rulebook "
              + purpose.rulebook()
              + ", this Spillway has "
              + Rulebook.version()
              + "; levels, parameters and α are the recorded ones");
    }
    if (purpose.gate().isEmpty()) {
      err.println(
          file
              + ": does not say what the gate of its run asked for; it was recorded before histories"
              + " did, and only its must-rules are asked about");
    }
    Purpose.Gate gate = purpose.gate().orElse(Purpose.Gate.MUSTS);
    return Purposes.questions(purpose, Rulebook.load()).stream()
        .map(question -> judge(file, recorded.history(), question, gate))
        .toList();
  }

  private static Judged judge(Path file, History history, Question question, Purpose.Gate gate) {
    long began = System.nanoTime();
    Result result = Judgement.of(history, question);
    Duration duration = Duration.ofNanos(System.nanoTime() - began);
    return new Judged(
        question,
        new CaseReport(
            question.ruleCase().level(),
            result,
            duration,
            file.toString(),
            "bin/spillway check '" + file + "'"),
        gate);
  }

  private ConformanceReport report(List<Judged> all, List<String> open) {
    return new ConformanceReport(
        Version.current(),
        "",
        "",
        "",
        "",
        0,
        Instant.EPOCH,
        Duration.ZERO,
        all.stream().mapToDouble(one -> one.question().alpha()).sum(),
        Map.of(),
        "",
        all.stream()
            .map(one -> new RuleReport(one.question().rule(), List.of(one.report())))
            .toList(),
        "",
        scope(all, open));
  }

  /** The gate of the run that recorded the histories, and what the options add to it. */
  private Scope scope(List<Judged> all, List<String> mayStayOpen) {
    Set<String> open = new LinkedHashSet<>(mayStayOpen);
    all.forEach(one -> open.addAll(one.gate().mayStayOpen()));
    boolean wasStrict = all.stream().anyMatch(one -> one.gate().strict());
    return new Scope("", strict || wasStrict, List.copyOf(open), List.of());
  }

  private void print(List<Judged> all, ConformanceReport report) {
    PrintWriter out = spec.commandLine().getOut();
    TerminalReport form =
        new TerminalReport(
            Style.plain(), Columns.of(all.stream().map(one -> one.question().rule()).toList()));
    all.forEach(one -> form.lines(one.report()).forEach(out::println));
    SpillReadings.lines(report).forEach(out::println);
    StringJoiner counts = new StringJoiner(" · ");
    counts.add(Figures.count(report.checked()) + " checked");
    for (Verdict verdict : Verdict.values()) {
      if (report.count(verdict) > 0) {
        counts.add(Figures.count(report.count(verdict)) + " " + verdict.word());
      }
    }
    out.println(counts);
    out.flush();
  }
}
