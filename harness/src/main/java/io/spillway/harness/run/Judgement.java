package io.spillway.harness.run;

import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.probe.UnsettledException;
import io.spillway.harness.probe.WorkloadHandle;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a history is judged, in a run and from its file: the same history and the same question give
 * the same result.
 */
public final class Judgement {

  /** The kind of trouble that says that the harness could not play a scenario to its end. */
  static final String BROKEN = "broken";

  /** The kind of trouble that says that a run was ended before the scenario was. */
  static final String INTERRUPTED = "interrupted";

  /**
   * The kind of trouble that says that workloads did not come to rest in the midst of a scenario.
   */
  static final String UNSETTLED = "unsettled";

  /** What the result of a case says in which the driver's contract was broken. */
  public static final String DRIVER_BROKE = "the driver broke its contract";

  private static final String HARNESS_BROKE = "the harness broke";

  private Judgement() {}

  /**
   * {@return the answer to this question}
   *
   * <p>A history that the harness could not bring to its end is the harness's error, and one in
   * which the contract of the router's driver was broken is the driver's. One that was interrupted
   * may show that a rule is broken, but never that it is kept. So may one whose workloads did not
   * come to rest, and it says so: nothing could be measured after that.
   */
  public static Result of(History history, Question question) {
    Optional<Trouble> broken = first(history, BROKEN);
    if (broken.isPresent()) {
      return notPlayed(question, BROKEN, broken.get().description());
    }
    Optional<Trouble> driver = first(history, Trouble.DRIVER);
    if (driver.isPresent()) {
      return notPlayed(question, Trouble.DRIVER, driver.get().description());
    }
    Result result = Checks.named(question.rule().check()).check(history, question);
    Optional<Trouble> unsettled = first(history, UNSETTLED);
    if (unsettled.isPresent() && result.verdict() != Verdict.FAIL) {
      return notPlayedToItsEnd(result, unsettled.get());
    }
    Optional<Trouble> interrupted = first(history, INTERRUPTED);
    return interrupted.isPresent() && result.verdict() == Verdict.PASS
        ? notPlayedToItsEnd(result, interrupted.get())
        : result;
  }

  /**
   * {@return what this machine did in a play that leaves one of these questions open; empty if it
   * did nothing, or if all of them are decided, or one of them by a failure, which stands}
   */
  public static Optional<String> spoilt(History history, List<Question> questions) {
    Optional<Trouble> standstill =
        history.troubles().stream().filter(Trouble::stoodStill).findFirst();
    if (standstill.isEmpty()) {
      return Optional.empty();
    }
    Set<Verdict> verdicts =
        questions.stream()
            .map(question -> of(history, question).verdict())
            .collect(Collectors.toSet());
    boolean open =
        verdicts.contains(Verdict.INCONCLUSIVE)
            && !verdicts.contains(Verdict.FAIL)
            && !verdicts.contains(Verdict.ERROR);
    return standstill
        .filter(trouble -> open)
        .map(trouble -> trouble.kind() + ": " + trouble.description());
  }

  /**
   * {@return the result, which says how often its scenario was played in vain}
   *
   * @param spoilt what this machine did in each of the earlier plays
   */
  static Result playedAgain(Result result, List<String> spoilt) {
    if (spoilt.isEmpty()) {
      return result;
    }
    String times = spoilt.size() == 1 ? "once" : spoilt.size() + " times";
    return new Result(
        result.rule(),
        result.caseName(),
        result.verdict(),
        result.figure(),
        result.reason()
            + " This is of the last play: this machine spoilt the scenario "
            + times
            + " before that ("
            + String.join("; ", spoilt)
            + ").",
        result.evidence(),
        result.statistics(),
        result.drawings(),
        result.readings());
  }

  /** What a check says that breaks on a history that lacks its end is of no use to anybody. */
  private static Result notPlayedToItsEnd(Result result, Trouble because) {
    return new Result(
        result.rule(),
        result.caseName(),
        Verdict.INCONCLUSIVE,
        result.verdict() == Verdict.ERROR ? "not played to its end" : result.figure(),
        "The scenario was not played to its end: " + because.description(),
        result.evidence(),
        result.statistics(),
        result.drawings(),
        result.readings());
  }

  /** {@return in words, which workloads have not come to rest} */
  static String unsettled(
      UnsettledException unsettled, Collection<? extends WorkloadHandle> workloads) {
    String busy =
        workloads.stream()
            .filter(workload -> workload.open() > 0)
            .map(
                workload ->
                    workload.site()
                        + "/"
                        + workload.name()
                        + " counts "
                        + workload.open()
                        + " open")
            .collect(Collectors.joining(", "));
    return unsettled.getMessage()
        + (busy.isEmpty() ? "" : " (" + busy + ")")
        + "; the router has not passed on that clients closed their connections, or somebody else"
        + " has opened some";
  }

  /**
   * {@return the result where a scenario was not played to its end}
   *
   * @param kind whose trouble it was: the driver's, or the harness's
   */
  static Result notPlayed(Question question, String kind, String trouble) {
    return new Result(
        question.rule().id(),
        question.ruleCase().name(),
        Verdict.ERROR,
        kind.equals(Trouble.DRIVER) ? DRIVER_BROKE : HARNESS_BROKE,
        trouble,
        List.of(new Evidence(List.of(), "the scenario is played to its end", trouble)),
        Optional.empty(),
        List.of());
  }

  /**
   * {@return which kind of trouble keeps a scenario from being played to its end}
   *
   * <p>Who waits for something in a run that is ended finds it broken, and whatever ends processes
   * at the end of this JVM ends routers too: neither is anybody's fault.
   */
  static String kind(Throwable trouble) {
    if (Thread.currentThread().isInterrupted() || JvmEnd.hasBegun()) {
      return INTERRUPTED;
    }
    return Stream.iterate(trouble, Objects::nonNull, Throwable::getCause)
            .anyMatch(DriverException.class::isInstance)
        ? Trouble.DRIVER
        : BROKEN;
  }

  /** {@return in words, what kept the harness from playing a scenario to its end} */
  static String trouble(Scenario scenario, Throwable trouble) {
    StringBuilder text = new StringBuilder("scenario " + scenario.name() + ": ");
    text.append(trouble.getMessage() == null ? trouble.toString() : trouble.getMessage());
    for (Throwable cause = trouble.getCause(); cause != null; cause = cause.getCause()) {
      text.append("; because ").append(cause);
    }
    return text.toString();
  }

  private static Optional<Trouble> first(History history, String kind) {
    return history.troubles().stream().filter(trouble -> trouble.kind().equals(kind)).findFirst();
  }
}
