package io.spillway.harness.run;

import io.spillway.harness.report.ConformanceReport;

/** Told how a session goes on: the terminal, above all. */
public interface SessionListener extends Progress {

  /** The session is open; the report has no rule judged yet. */
  void onStart(ConformanceReport report);

  /** A case was judged. */
  void onResult(ConformanceReport.CaseReport result);

  /**
   * The session has ended.
   *
   * @param report all of it
   * @param location where its page is, as the user would type it
   */
  void onEnd(ConformanceReport report, String location);
}
