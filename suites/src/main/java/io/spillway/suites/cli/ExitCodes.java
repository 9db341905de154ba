package io.spillway.suites.cli;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.run.FolderInUseException;
import io.spillway.harness.runtime.RuntimeStartException;
import java.util.List;
import java.util.stream.Stream;

/** What the command's exit code says. */
final class ExitCodes {

  static final int PASS = 0;

  /** A rule is broken, whatever else there was. */
  static final int FAIL = 1;

  /** No rule is, but the evidence was not enough, or the harness broke. */
  static final int UNDECIDED = 2;

  /** The router has the features for none of the rules that were asked about. */
  static final int NOTHING_APPLICABLE = 3;

  /** EX_USAGE of sysexits.h. */
  static final int USAGE = 64;

  /** EX_NOINPUT of sysexits.h. */
  static final int NO_INPUT = 66;

  /** EX_UNAVAILABLE of sysexits.h: the router, its driver or the runtime did not do its part. */
  static final int UNAVAILABLE = 69;

  /** EX_TEMPFAIL of sysexits.h: another run writes where this one was to write. */
  static final int IN_USE = 75;

  /** The figure of a case whose error is the driver's, and not the harness's. */
  private static final String DRIVER_BROKE = "the driver broke its contract";

  private ExitCodes() {}

  static int of(ConformanceReport report) {
    if (report.passesGate()) {
      return PASS;
    }
    if (asked(report).anyMatch(one -> one.result().verdict() == Verdict.FAIL)) {
      return FAIL;
    }
    List<CaseReport> errors =
        report.cases().filter(one -> one.result().verdict() == Verdict.ERROR).toList();
    if (!errors.isEmpty()) {
      return errors.stream().allMatch(one -> one.result().figure().equals(DRIVER_BROKE))
          ? UNAVAILABLE
          : UNDECIDED;
    }
    return isNothingApplicable(report) ? NOTHING_APPLICABLE : UNDECIDED;
  }

  private static boolean isNothingApplicable(ConformanceReport report) {
    List<CaseReport> asked = asked(report).toList();
    List<CaseReport> meant = asked.isEmpty() ? report.cases().toList() : asked;
    return report.unfinished().isEmpty()
        && !meant.isEmpty()
        && meant.stream().allMatch(one -> one.result().verdict() == Verdict.NOT_APPLICABLE);
  }

  private static Stream<CaseReport> asked(ConformanceReport report) {
    return report.cases().filter(report.scope()::gates);
  }

  /** {@return what a command ends with that could not do what it was asked for} */
  static int of(Exception failure) {
    if (failure instanceof IllegalArgumentException) {
      return USAGE;
    }
    if (failure instanceof FolderInUseException) {
      return IN_USE;
    }
    return failure instanceof DriverException || failure instanceof RuntimeStartException
        ? UNAVAILABLE
        : UNDECIDED;
  }
}
