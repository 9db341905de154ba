package io.spillway.suites.cli;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;

/** What the command's exit code says. */
final class ExitCodes {

  static final int PASS = 0;

  /** A rule is broken, whatever else there was. */
  static final int FAIL = 1;

  /** No rule is, but the evidence was not enough, or the harness broke. */
  static final int UNDECIDED = 2;

  /** EX_USAGE of sysexits.h. */
  static final int USAGE = 64;

  /** EX_NOINPUT of sysexits.h. */
  static final int NO_INPUT = 66;

  private ExitCodes() {}

  static int of(ConformanceReport report) {
    if (report.passesGate()) {
      return PASS;
    }
    boolean broken =
        report
            .cases()
            .anyMatch(one -> one.result().verdict() == Verdict.FAIL && report.scope().gates(one));
    return broken ? FAIL : UNDECIDED;
  }
}
