package io.spillway.harness.report.matrix;

import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * A rule that some routers did not keep, or of which that is not known.
 *
 * @param rule the rule, as in its row
 * @param parts each router's, in the order of the columns
 */
public record Finding(Rule rule, List<Part> parts) {

  /** Copies the list. */
  public Finding {
    parts = List.copyOf(parts);
  }

  /**
   * What was seen of one router.
   *
   * @param column the column's name
   * @param statement the rule as this report words it, where that is not as in the row; else empty
   * @param cases the cases that came to it, at least one
   */
  public record Part(String column, String statement, List<Observed> cases) {

    /** Copies the list. */
    public Part {
      cases = List.copyOf(cases);
    }
  }

  /**
   * What was seen in a case.
   *
   * @param report the case
   * @param link its place in the report
   * @param history its history
   */
  public record Observed(CaseReport report, Optional<String> link, Optional<String> history) {}
}
