package io.spillway.harness.report;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.rule.Rule;
import java.util.List;

/**
 * What was asked of a run.
 *
 * @param profile the profile that was asked for, such as {@code skupper-2.2/core}; empty for none
 * @param strict whether the run's gate asks about should-rules as well
 * @param mayStayOpen the cases, as {@code rule/case}, whose evidence may be too little without
 *     failing the gate
 * @param profiles what the run says about each profile that has a case in it
 */
public record Scope(
    String profile, boolean strict, List<String> mayStayOpen, List<ProfileReport> profiles) {

  /** Nothing in particular: every rule, and a gate that asks about must-rules only. */
  public static final Scope EVERYTHING = new Scope("", false, List.of(), List.of());

  /** Copies the lists. */
  public Scope {
    mayStayOpen = List.copyOf(mayStayOpen);
    profiles = List.copyOf(profiles);
  }

  /** {@return whether the gate asks about cases of this level} */
  boolean gates(Rule.Level level) {
    return switch (level) {
      case MUST -> true;
      case SHOULD -> strict;
      case ADVISORY -> false;
    };
  }

  /** {@return whether the gate looks at this case: at its level, and unless it may stay open} */
  public boolean gates(CaseReport one) {
    return gates(one.level()) && !staysOpen(one);
  }

  /** {@return whether this case is undecided, and may be} */
  public boolean staysOpen(CaseReport one) {
    return one.result().verdict() == Verdict.INCONCLUSIVE
        && mayStayOpen.contains(one.result().rule() + "/" + one.result().caseName());
  }

  /** {@return whether this case fails the gate; the harness's own errors always do} */
  public boolean fails(CaseReport one) {
    return switch (one.result().verdict()) {
      case PASS, NOT_APPLICABLE -> false;
      case FAIL, INCONCLUSIVE -> gates(one);
      case ERROR -> true;
    };
  }
}
