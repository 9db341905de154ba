package io.spillway.harness.report;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The outcome of a run.
 *
 * @param version Spillway's version
 * @param router the router under test: its driver's name
 * @param routerVersion the router's own version
 * @param runtime where sites ran: {@code embedded} or {@code docker}
 * @param runtimeReason why this runtime, in a few words
 * @param seed the seed that everything was drawn from
 * @param started wall-clock time of the start; a label only
 * @param duration how long the run took
 * @param alpha the probability of a false fail that the whole run may spend
 * @param environment machine, JDK, engine, Toxiproxy, by name
 * @param reproduce the command that runs all of this again
 * @param rules one entry for each rule that was selected, in the rulebook's order
 * @param unfinished why the run did not come to its end; empty if it did
 * @param scope what was asked for, and how much of each profile that was
 */
public record ConformanceReport(
    String version,
    String router,
    String routerVersion,
    String runtime,
    String runtimeReason,
    long seed,
    Instant started,
    Duration duration,
    double alpha,
    Map<String, String> environment,
    String reproduce,
    List<RuleReport> rules,
    String unfinished,
    Scope scope) {

  /** Copies the collections. */
  public ConformanceReport {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    rules = List.copyOf(rules);
  }

  /** A report of a run in which nothing was asked for in particular. */
  public ConformanceReport(
      String version,
      String router,
      String routerVersion,
      String runtime,
      String runtimeReason,
      long seed,
      Instant started,
      Duration duration,
      double alpha,
      Map<String, String> environment,
      String reproduce,
      List<RuleReport> rules,
      String unfinished) {
    this(
        version,
        router,
        routerVersion,
        runtime,
        runtimeReason,
        seed,
        started,
        duration,
        alpha,
        environment,
        reproduce,
        rules,
        unfinished,
        Scope.EVERYTHING);
  }

  /**
   * A rule's part.
   *
   * @param rule the rule
   * @param cases one entry for each case that was run
   */
  public record RuleReport(Rule rule, List<CaseReport> cases) {

    /** Copies the list. */
    public RuleReport {
      cases = List.copyOf(cases);
    }

    /** {@return the gravest verdict of its cases} */
    public Verdict verdict() {
      return Verdict.compose(cases.stream().map(c -> c.result().verdict()).toList());
    }
  }

  /**
   * A case's part.
   *
   * @param level how much the case matters
   * @param result the judgement
   * @param duration how long it took, the scenario included where this case was the first to need
   *     it
   * @param history the history's file, relative to the report; empty if none was written
   * @param files what else is kept of the scenario, relative to the report: the network that was
   *     drawn, what each router was configured with, and what it logged
   * @param reproduce the command that runs just this again
   */
  public record CaseReport(
      Rule.Level level,
      Result result,
      Duration duration,
      String history,
      List<String> files,
      String reproduce) {

    /** Copies the list. */
    public CaseReport {
      files = List.copyOf(files);
    }

    /** A case of whose scenario nothing but the history is kept. */
    public CaseReport(
        Rule.Level level, Result result, Duration duration, String history, String reproduce) {
      this(level, result, duration, history, List.of(), reproduce);
    }
  }

  /** {@return every case of every rule, in order} */
  public Stream<CaseReport> cases() {
    return rules.stream().flatMap(rule -> rule.cases().stream());
  }

  /** {@return how many cases have this verdict} */
  public long count(Verdict verdict) {
    return cases().filter(c -> c.result().verdict() == verdict).count();
  }

  /** {@return how many cases were checked: all that are not merely not applicable} */
  public long checked() {
    return cases().count() - count(Verdict.NOT_APPLICABLE);
  }

  /**
   * The verdict on the run: the gravest among the must-cases (in a strict run the should-cases as
   * well), {@link Verdict#INCONCLUSIVE} where none was checked or the run did not come to its end,
   * and never better than the harness's own errors.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    Verdict composed = Verdict.compose(gating());
    return unfinished.isEmpty()
        ? composed
        : Verdict.compose(List.of(composed, Verdict.INCONCLUSIVE));
  }

  /**
   * {@return whether a gate lets the run through: it came to its end, something was checked that a
   * gate asks about, and nothing of that is worse than a pass}
   *
   * <p>Where only cases were selected that no gate asks about, it does, whatever they came to.
   */
  public boolean passesGate() {
    return unfinished.isEmpty()
        && checked() > 0
        && isAnythingAskedChecked()
        && gating().stream().allMatch(verdict -> verdict == Verdict.PASS);
  }

  /** Whether of the cases that a gate asks about one was checked, if there are any. */
  private boolean isAnythingAskedChecked() {
    List<Verdict> asked =
        cases().filter(one -> scope.gates(one.level())).map(one -> one.result().verdict()).toList();
    return asked.isEmpty() || asked.stream().anyMatch(verdict -> verdict != Verdict.NOT_APPLICABLE);
  }

  private List<Verdict> gating() {
    return cases()
        .filter(one -> scope.gates(one) || one.result().verdict() == Verdict.ERROR)
        .map(one -> one.result().verdict())
        .filter(verdict -> verdict != Verdict.NOT_APPLICABLE)
        .toList();
  }
}
