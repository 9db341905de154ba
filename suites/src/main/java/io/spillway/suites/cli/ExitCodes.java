package io.spillway.suites.cli;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport;

/** What the command's exit code says. */
final class ExitCodes {

  static final int PASS = 0;
  static final int FAIL = 1;

  /** The evidence was not enough, or the harness broke. */
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
    return report.verdict() == Verdict.FAIL ? FAIL : UNDECIDED;
  }
}
