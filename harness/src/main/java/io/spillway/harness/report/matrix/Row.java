package io.spillway.harness.report.matrix;

import io.spillway.harness.rule.Rule;
import java.util.List;

/**
 * What all reports say about a rule.
 *
 * @param rule the rule, as the first report that has it words it
 * @param cells one for each column
 * @param cases its cases where they differ or one of them did not pass; empty for a rule of one
 *     case
 * @param alike how many further cases passed in every report that has the rule
 * @param differences in what the reports do not ask the same, a sentence each
 */
public record Row(
    Rule rule, List<Cell> cells, List<CaseRow> cases, int alike, List<String> differences) {

  /** Copies the lists. */
  public Row {
    cells = List.copyOf(cells);
    cases = List.copyOf(cases);
    differences = List.copyOf(differences);
  }

  /**
   * What all reports say about a case.
   *
   * @param name the case
   * @param level its level's word where that is not its rule's; empty otherwise
   * @param cells one for each column
   */
  public record CaseRow(String name, String level, List<Cell> cells) {

    /** Copies the list. */
    public CaseRow {
      cells = List.copyOf(cells);
    }
  }
}
