package io.spillway.harness.report;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import java.util.List;

/**
 * What was asked of a run.
 *
 * @param profile the profile that was asked for, such as {@code skupper-2.2/core}; empty for none
 * @param strict whether the run's gate asks about should-rules as well
 * @param profiles what the run says about each profile that has a case in it
 */
public record Scope(String profile, boolean strict, List<ProfileReport> profiles) {

  /** Nothing in particular: every rule, and a gate that asks about must-rules only. */
  public static final Scope EVERYTHING = new Scope("", false, List.of());

  /** Copies the list. */
  public Scope {
    profiles = List.copyOf(profiles);
  }

  /** {@return whether the gate asks about cases of this level} */
  public boolean gates(Rule.Level level) {
    return switch (level) {
      case MUST -> true;
      case SHOULD -> strict;
      case ADVISORY -> false;
    };
  }

  /**
   * {@return whether a case of this level with this verdict fails the gate; the harness's own
   * errors always do}
   */
  public boolean fails(Rule.Level level, Verdict verdict) {
    return switch (verdict) {
      case PASS, NOT_APPLICABLE -> false;
      case FAIL, INCONCLUSIVE -> gates(level);
      case ERROR -> true;
    };
  }
}
