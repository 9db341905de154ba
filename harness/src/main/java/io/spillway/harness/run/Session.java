package io.spillway.harness.run;

import io.spillway.harness.Version;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.FeatureWords;
import io.spillway.harness.report.Figures;
import io.spillway.harness.report.ProfileReport;
import io.spillway.harness.report.Scope;
import io.spillway.harness.report.io.ReportWriter;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.runtime.SiteRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One conformance run: the selected rules, judged one after another on one runtime, and the report
 * that is written when it is closed. What its plan knows is played ahead, several scenarios at a
 * time; results come in the order in which they are asked for all the same. Judging is for one
 * thread; closing may come from another one, as when the JVM is interrupted, and then the report
 * says that the run did not come to its end.
 */
public final class Session implements AutoCloseable {

  private final RunOptions options;
  private final Driver driver;
  private final SiteRuntime runtime;
  private final String runtimeReason;
  private final SessionPlan plan;
  private final SessionListener listener;
  private final RunFolder folder;
  private final Stagehands stagehands;
  private final Optional<Doctor> doctor;
  private final List<Play> plays;
  private final Set<Play> counted = new HashSet<>();
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Map<String, List<ConformanceReport.CaseReport>> cases = new LinkedHashMap<>();
  private SeenFeatures features = SeenFeatures.none();
  private boolean closed;

  /**
   * Opens a session, and begins to play what its plan knows.
   *
   * @param options what the user chose
   * @param driver the router under test
   * @param runtime where its sites run; closed with the session
   * @param runtimeReason why that runtime
   * @param plan what is judged
   * @param doctor looks at the features that the rules need, after they are judged; empty if nobody
   *     does
   * @param listener told of each result and of progress
   */
  Session(
      RunOptions options,
      Driver driver,
      SiteRuntime runtime,
      String runtimeReason,
      SessionPlan plan,
      Optional<Doctor> doctor,
      SessionListener listener) {
    this.options = options;
    this.driver = driver;
    this.runtime = runtime;
    this.runtimeReason = runtimeReason;
    this.plan = plan;
    this.listener = listener;
    this.folder = RunFolder.prepare(options.folder());
    this.plays = new ArrayList<>(plan.plays());
    ScenarioRunner runner =
        new ScenarioRunner(
            runtime,
            options.seed(),
            historyEnvironment(),
            new Purpose.Gate(options.strict(), plan.mayStayOpen()),
            folder);
    this.stagehands = new Stagehands(runner, plan.parallel(), listener);
    this.doctor = doctor;
    listener.onStart(report(""));
    listener.onPlan(plan.forecast());
    stagehands.ahead(plan.plays());
  }

  /** {@return what is judged, in the rulebook's order, each with its part of the run's α} */
  public List<Question> questions() {
    return plan.questions();
  }

  /** {@return whether this case of this rule was selected} */
  public boolean selected(Rule rule, RuleCase ruleCase) {
    return find(rule, ruleCase).isPresent();
  }

  /**
   * {@return the question whether this case is kept, with the parameters of this run and its part
   * of the run's α}
   *
   * @throws IllegalArgumentException if the case was not selected
   */
  public Question question(Rule rule, RuleCase ruleCase) {
    return find(rule, ruleCase)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    rule.id() + "/" + ruleCase.name() + " was not selected"));
  }

  private Optional<Question> find(Rule rule, RuleCase ruleCase) {
    return plan.questions().stream()
        .filter(one -> one.rule().id().equals(rule.id()))
        .filter(one -> one.ruleCase().name().equals(ruleCase.name()))
        .findFirst();
  }

  /** {@return whether this case fails the run} */
  public boolean fails(ConformanceReport.CaseReport one) {
    return scope(List.of()).fails(one);
  }

  /** {@return whether this case is undecided, and may be} */
  public boolean staysOpen(ConformanceReport.CaseReport one) {
    return scope(List.of()).staysOpen(one);
  }

  /**
   * Judges a case, on the history of this scenario; waits until it is played, and has it played if
   * nobody has begun to.
   *
   * @return the case's part of the report; a failure of the harness is a result of its own
   * @throws InterruptedException if the run is being ended
   * @throws UnplayedException if the run ended early, before the scenario was begun; other cases
   *     may be judged still
   */
  public ConformanceReport.CaseReport judge(Question question, Scenario scenario)
      throws InterruptedException {
    String word = word(question);
    Set<Feature> missing = EnumSet.noneOf(Feature.class);
    missing.addAll(question.rule().needs(question.ruleCase()));
    missing.removeAll(driver.features());
    ConformanceReport.CaseReport report =
        missing.isEmpty()
            ? judged(question, scenario)
            : report(question, notApplicable(question, missing), Duration.ZERO, "", List.of());
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the session was closed while " + word + " was judged");
      }
      add(question, report);
    }
    listener.onResult(report);
    return report;
  }

  private synchronized void add(Question question, ConformanceReport.CaseReport report) {
    cases.computeIfAbsent(question.rule().id(), r -> new ArrayList<>()).add(report);
  }

  private ConformanceReport.CaseReport judged(Question question, Scenario scenario)
      throws InterruptedException {
    Play play = play(question, scenario);
    return judged(question, play, stagehands.played(play));
  }

  private ConformanceReport.CaseReport judged(Question question, Play play, Played played) {
    long began = System.nanoTime();
    String history = folder.historyLink(play.name());
    if (!Files.exists(folder.path().resolve(history))) {
      history = ""; // not even that could be written
    }
    Result result =
        played
            .history()
            .map(all -> Judgement.of(all, question))
            .map(judged -> Judgement.playedAgain(judged, played.spoilt()))
            .orElseGet(() -> Judgement.notPlayed(question, played.kind(), played.trouble()));
    Duration duration = Duration.ofNanos(System.nanoTime() - began);
    boolean first;
    synchronized (this) {
      first = counted.add(play);
    }
    return report(
        question,
        result,
        first ? duration.plus(played.duration()) : duration,
        history,
        folder.files(play.name()));
  }

  private ConformanceReport.CaseReport report(
      Question question, Result result, Duration duration, String history, List<String> files) {
    return new ConformanceReport.CaseReport(
        question.ruleCase().level(),
        result,
        duration,
        history,
        files,
        options.reproduce(word(question), question.alpha(), plan.scale()));
  }

  /** The play whose history is for this question; a new one where none is. */
  private synchronized Play play(Question question, Scenario scenario) {
    for (Play play : plays) {
      if (play.isFor(question, scenario)) {
        return play;
      }
    }
    Set<String> names = plays.stream().map(Play::name).collect(Collectors.toSet());
    Play added = new Play(Play.name(names, question, scenario), scenario, List.of(question));
    plays.add(added);
    return added;
  }

  private static String word(Question question) {
    return new Rulebook.Selection(question.rule(), question.ruleCase()).word();
  }

  /**
   * {@return the report of what was judged so far}
   *
   * @param unfinished why the run did not come to its end; where that is empty it is told whether
   *     the run ended early
   */
  public synchronized ConformanceReport report(String unfinished) {
    String why = unfinished.isEmpty() && stagehands.hopeless().isPresent() ? notRun() : unfinished;
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
        reportEnvironment(),
        options.reproduce(),
        plan.questions().stream()
            .map(Question::rule)
            .distinct()
            .map(
                rule ->
                    new ConformanceReport.RuleReport(
                        rule, cases.getOrDefault(rule.id(), List.of())))
            .toList(),
        why,
        scope());
  }

  private Scope scope() {
    List<ConformanceReport.CaseReport> judged =
        cases.values().stream().flatMap(List::stream).toList();
    return scope(ProfileReport.of(Profiles.load().all(), Rulebook.load(), plan.rulebook(), judged));
  }

  private Scope scope(List<ProfileReport> profiles) {
    return new Scope(plan.profile(), options.strict(), plan.mayStayOpen(), profiles);
  }

  /** Writes the report and removes everything that was started. */
  @Override
  public void close() {
    close("");
  }

  /**
   * Writes the report and removes everything that was started. Does nothing the second time.
   *
   * @param unfinished why the run did not come to its end; empty if it did. What was played until
   *     then is judged, though nobody has asked for it yet
   */
  public void close(String unfinished) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      if (unfinished.isEmpty() && stagehands.hopeless().isEmpty()) {
        lookAtFeatures();
      }
      if (!unfinished.isEmpty()) {
        judgeWhatWasPlayed();
      }
      ConformanceReport report = report(unfinished.isEmpty() ? notRun() : unfinished);
      write(report);
      listener.onEnd(report, options.display(folder.path().resolve("index.html")));
    } finally {
      stagehands.close();
      runtime.close();
    }
  }

  /** The longest scenarios are played first, and their cases may be asked for last. */
  private void judgeWhatWasPlayed() {
    for (Question question : plan.questions()) {
      for (Play play : plan.plays()) {
        if (play.questions().contains(question) && !isJudged(question)) {
          stagehands
              .playedAlready(play)
              .map(played -> judged(question, play, played))
              .ifPresent(
                  report -> {
                    add(question, report);
                    listener.onResult(report);
                  });
        }
      }
    }
  }

  private synchronized boolean isJudged(Question question) {
    return cases.getOrDefault(question.rule().id(), List.of()).stream()
        .anyMatch(one -> one.result().caseName().equals(question.ruleCase().name()));
  }

  /** After everything was played, so that nothing is played beside it. */
  private void lookAtFeatures() {
    if (doctor.isEmpty()) {
      return;
    }
    try {
      SeenFeatures seen = SeenFeatures.look(doctor.get(), plan.features());
      synchronized (this) {
        features = seen;
      }
      seen.odd().forEach(listener::onFeature);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was selected and not judged, for a run that leaves something out is not green. */
  private synchronized String notRun() {
    long judged = cases.values().stream().mapToLong(List::size).sum();
    return judged == plan.questions().size()
        ? ""
        : "%s of %s selected cases were not run"
                .formatted(plan.questions().size() - judged, plan.questions().size())
            + stagehands.hopeless().map(why -> ": " + why).orElse("");
  }

  private void write(ConformanceReport report) {
    try {
      ReportWriter.write(folder.path(), report);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the report cannot be written to " + folder.path() + ": " + e.getMessage(), e);
    }
  }

  /** What histories keep: what the report says at other places too. */
  private Map<String, String> historyEnvironment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("router", driver.name() + " " + driver.version());
    all.put("runtime", runtime.name());
    all.putAll(environment());
    return all;
  }

  /** With what histories say elsewhere, or cannot know yet when they begin. */
  private synchronized Map<String, String> reportEnvironment() {
    Map<String, String> all = environment();
    all.put("rulebook", Rulebook.version());
    features.words().ifPresent(words -> all.put(FeatureWords.ENTRY, words));
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
    all.put("scenarios", plan.parallel() + " at a time");
    options
        .budget()
        .ifPresent(
            budget ->
                all.put(
                    "budget",
                    "%s: sample sizes %s times the rulebook's"
                        .formatted(Figures.time(budget), Figures.seconds(plan.scale()))));
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
}
