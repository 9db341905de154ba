package io.spillway.harness.run;

import io.spillway.harness.Version;
import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.history.History;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.io.ReportWriter;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.stats.AlphaBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conformance run: the selected rules, judged one after another on one runtime, and the report
 * that is written when it is closed. Judging is for one thread; closing may come from another one,
 * as when the JVM is interrupted, and then the report says that the run did not come to its end.
 */
public final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final RunOptions options;
  private final Driver driver;
  private final SiteRuntime runtime;
  private final String runtimeReason;
  private final List<Rulebook.Selection> selection;
  private final AlphaBudget alpha;
  private final SessionListener listener;
  private final RunFolder folder;
  private final ScenarioRunner runner;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Map<String, Played> histories = new HashMap<>();
  private final Map<String, List<ConformanceReport.CaseReport>> cases = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Opens a session.
   *
   * @param options what the user chose
   * @param driver the router under test
   * @param runtime where its sites run; closed with the session
   * @param runtimeReason why that runtime
   * @param selection the rules and cases to judge, at least one
   * @param listener told of each result and of progress
   */
  public Session(
      RunOptions options,
      Driver driver,
      SiteRuntime runtime,
      String runtimeReason,
      List<Rulebook.Selection> selection,
      SessionListener listener) {
    this.options = options;
    this.driver = driver;
    this.runtime = runtime;
    this.runtimeReason = runtimeReason;
    this.selection = List.copyOf(selection);
    this.alpha =
        AlphaBudget.even(
            options.alpha(), selection.stream().map(Rulebook.Selection::word).toList());
    this.listener = listener;
    this.folder = RunFolder.prepare(options.folder());
    this.runner = new ScenarioRunner(runtime, options.seed(), historyEnvironment(), folder);
    listener.onStart(report(""));
  }

  /** {@return whether this case of this rule was selected} */
  public boolean selected(Rule rule, RuleCase ruleCase) {
    return selection.contains(new Rulebook.Selection(rule, ruleCase));
  }

  /**
   * {@return the question whether this case is kept, with its part of the run's α}
   *
   * @throws IllegalArgumentException if the case was not selected
   */
  public Question question(Rule rule, RuleCase ruleCase) {
    return new Question(rule, ruleCase, alpha.part(new Rulebook.Selection(rule, ruleCase).word()));
  }

  /**
   * Judges a case, on the history of this scenario; plays it if no earlier case has.
   *
   * @return the case's part of the report; a failure of the harness is a result of its own
   * @throws InterruptedException if the run is being ended
   */
  public ConformanceReport.CaseReport judge(Question question, Scenario scenario)
      throws InterruptedException {
    long began = System.nanoTime();
    Rule rule = question.rule();
    RuleCase ruleCase = question.ruleCase();
    String id = new Rulebook.Selection(rule, ruleCase).word();
    Set<Feature> missing = EnumSet.noneOf(Feature.class);
    missing.addAll(rule.features());
    missing.removeAll(driver.features());
    Result result;
    String history = "";
    if (missing.isEmpty()) {
      Played played = play(scenario, question);
      history = folder.historyLink(scenario.name());
      if (!Files.exists(folder.path().resolve(history))) {
        history = ""; // its network did not even start
      }
      result =
          played
              .history()
              .map(h -> Checks.named(rule.check()).check(h, question))
              .orElseGet(() -> broken(question, played.trouble()));
    } else {
      result = notApplicable(question, missing);
    }
    var report =
        new ConformanceReport.CaseReport(
            ruleCase.level(),
            result,
            Duration.ofNanos(System.nanoTime() - began),
            history,
            options.reproduce(id, question.alpha()));
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the session was closed while " + id + " was judged");
      }
      cases.computeIfAbsent(rule.id(), r -> new ArrayList<>()).add(report);
    }
    listener.onResult(report);
    return report;
  }

  /** {@return the report of what was judged so far} */
  public synchronized ConformanceReport report(String unfinished) {
    return new ConformanceReport(
        Version.current(),
        driver.name(),
        driver.version(),
        runtime.name(),
        runtimeReason,
        options.seed().value(),
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        options.alpha(),
        environment(),
        options.reproduce(),
        selection.stream()
            .map(Rulebook.Selection::rule)
            .distinct()
            .map(
                rule ->
                    new ConformanceReport.RuleReport(
                        rule, cases.getOrDefault(rule.id(), List.of())))
            .toList(),
        unfinished);
  }

  /** Writes the report and removes everything that was started. */
  @Override
  public void close() {
    close("");
  }

  /**
   * Writes the report and removes everything that was started. Does nothing the second time.
   *
   * @param unfinished why the run did not come to its end; empty if it did
   */
  public void close(String unfinished) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      ConformanceReport report = report(unfinished.isEmpty() ? notRun() : unfinished);
      write(report);
      listener.onEnd(report, options.display(folder.path().resolve("index.html")));
    } finally {
      runtime.close();
    }
  }

  /** What was selected and not judged, for a run that leaves something out is not green. */
  private synchronized String notRun() {
    long judged = cases.values().stream().mapToLong(List::size).sum();
    return judged == selection.size()
        ? ""
        : "%s of %s selected cases were not run"
            .formatted(selection.size() - judged, selection.size());
  }

  private void write(ConformanceReport report) {
    try {
      ReportWriter.write(folder.path(), report);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the report cannot be written to " + folder.path() + ": " + e.getMessage(), e);
    }
  }

  private Played play(Scenario scenario, Question question) throws InterruptedException {
    Played known = histories.get(scenario.name());
    if (known != null) {
      return known;
    }
    Played played;
    try {
      played = new Played(Optional.of(runner.run(scenario, question, listener)), "");
    } catch (RuntimeException e) {
      LOG.error("scenario {} could not be played", scenario.name(), e);
      played = new Played(Optional.empty(), "scenario " + scenario.name() + ": " + messages(e));
    }
    histories.put(scenario.name(), played);
    return played;
  }

  /** What histories keep: what the report says at other places too. */
  private Map<String, String> historyEnvironment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("router", driver.name() + " " + driver.version());
    all.put("runtime", runtime.name());
    all.putAll(environment());
    return all;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(runtime.environment());
    all.put(
        "machine",
        "%s %s, %d cores, %d MiB heap"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                java.lang.Runtime.getRuntime().availableProcessors(),
                java.lang.Runtime.getRuntime().maxMemory() >> 20));
    all.put("java", System.getProperty("java.runtime.version"));
    return all;
  }

  private static Result notApplicable(Question question, Set<Feature> missing) {
    String words = missing.stream().map(Feature::word).collect(Collectors.joining(", "));
    return new Result(
        question.rule().id(),
        question.ruleCase().name(),
        Verdict.NOT_APPLICABLE,
        "needs " + words,
        "The router's driver does not declare " + words + ".",
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static Result broken(Question question, String trouble) {
    return new Result(
        question.rule().id(),
        question.ruleCase().name(),
        Verdict.ERROR,
        "the harness broke",
        trouble,
        List.of(new Evidence(List.of(), "the scenario is played to its end", trouble)),
        Optional.empty(),
        List.of());
  }

  private static String messages(Throwable trouble) {
    StringBuilder text = new StringBuilder(String.valueOf(trouble.getMessage()));
    for (Throwable cause = trouble.getCause(); cause != null; cause = cause.getCause()) {
      text.append("; because ").append(cause);
    }
    return text.toString();
  }

  /** A scenario that was played: its history, or why there is none. */
  private record Played(Optional<History> history, String trouble) {}
}
