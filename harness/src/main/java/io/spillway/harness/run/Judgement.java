package io.spillway.harness.run;

import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Evidence;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.probe.UnsettledException;
import io.spillway.harness.probe.WorkloadHandle;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

  private Judgement() {}

  /**
   * {@return the answer to this question}
   *
   * <p>A history that the harness could not bring to its end is the harness's error. One that was
   * interrupted may show that a rule is broken, but never that it is kept. So may one whose
   * workloads did not come to rest, and it says so: nothing could be measured after that.
   */
  public static Result of(History history, Question question) {
    Optional<Trouble> broken = first(history, BROKEN);
    if (broken.isPresent()) {
      return broken(question, broken.get().description());
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

  private static Result notPlayedToItsEnd(Result result, Trouble because) {
    return new Result(
        result.rule(),
        result.caseName(),
        Verdict.INCONCLUSIVE,
        result.figure(),
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

  /** {@return the result where the harness broke} */
  static Result broken(Question question, String trouble) {
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
