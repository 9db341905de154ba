package io.spillway.harness.run;

import io.spillway.harness.doctor.Finding;
import io.spillway.harness.report.ConformanceReport;
import java.util.List;

/** Told how a session goes on: the terminal, above all. */
public interface SessionListener extends Progress {

  /** The session is open; the report has no rule judged yet. */
  void onStart(ConformanceReport report);

  /**
   * What is going to be run.
   *
   * @param forecast what a time budget has come to and what it will be able to find out, as lines;
   *     empty if there is none
   */
  void onPlan(List<String> forecast);

  /** A case was judged. */
  void onResult(ConformanceReport.CaseReport result);

  /** A feature does not work although it is declared, or works although it is not. */
  void onFeature(Finding finding);

  /**
   * The session has ended.
   *
   * @param report all of it
   * @param location where its page is, as the user would type it
   */
  void onEnd(ConformanceReport report, String location);
}
