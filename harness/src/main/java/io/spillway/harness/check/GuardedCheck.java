package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A check behind the guards that all checks share. A history that could not have shown a violation
 * is inconclusive before anybody looks at it, and a check that breaks says so in its result.
 */
final class GuardedCheck implements Check {

  private final Judge judge;

  GuardedCheck(Judge judge) {
    this.judge = judge;
  }

  @Override
  @SuppressWarnings("IllegalCatch")
  public Result check(History history, Question question) {
    try {
      Findings findings = new Findings(history, question);
      Optional<String> lack = lack(history);
      if (lack.isPresent()) {
        findings.doubt(lack.orElseThrow());
        return findings.result("nothing to judge");
      }
      return findings.result(judge.judge(history, question, findings));
    } catch (RuntimeException e) {
      return new Result(
          question.rule().id(),
          question.ruleCase().name(),
          Verdict.ERROR,
          "the check itself broke",
          "The check could not judge the history of "
              + history.scenario()
              + ": "
              + e.getMessage()
              + " ("
              + e.getClass().getSimpleName()
              + at(e)
              + ").",
          List.of(),
          Optional.empty(),
          List.of());
    }
  }

  private static String at(RuntimeException e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().startsWith("io.spillway.")) {
        return " at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  /** Why this history cannot show anything, if so. */
  private static Optional<String> lack(History history) {
    if (history.attempts().isEmpty()) {
      return Optional.of("The history holds no attempt.");
    }
    if (history.workloads().isEmpty()) {
      return Optional.of("The history names no workload, so nobody could have served.");
    }
    List<Phase> controls = history.phasesWith("role", "control").toList();
    if (controls.isEmpty()) {
      return Optional.of(
          "The history has no control phase, so it does not show that every workload could be"
              + " reached.");
    }
    Set<WorkloadInfo> unreached = new HashSet<>(history.workloads());
    for (Phase control : controls) {
      for (Attempt attempt : history.attempts(control.name())) {
        attempt
            .servedBy()
            .ifPresent(
                by ->
                    unreached.removeIf(
                        w -> w.site().equals(by.site()) && w.workload().equals(by.workload())));
      }
    }
    List<String> missing =
        history.workloads().stream()
            .filter(unreached::contains)
            .map(w -> w.workload() + " at " + w.site() + " (key " + w.routingKey() + ")")
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The control phase did not reach "
                + Words.list(missing)
                + ", so what is judged may never have been possible.");
  }
}
