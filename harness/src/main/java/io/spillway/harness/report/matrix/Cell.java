package io.spillway.harness.report.matrix;

import io.spillway.harness.check.Verdict;
import java.util.Optional;

/**
 * What one report says about a rule or a case.
 *
 * @param verdict what it came to; empty where the report does not have it, which is no pass
 * @param absence why there is no verdict, such as {@code not selected}; empty where there is one
 * @param figure what decided it: the figure of the gravest case, or the reason where there is none
 * @param others what the rule's other cases came to, such as {@code 3 pass, 2 not selected}; empty
 *     if there are none
 * @param level how much the deciding case matters, where that is not how much its rule does; empty
 *     otherwise
 * @param link the evidence in the report
 * @param history the history of the deciding case
 */
public record Cell(
    Optional<Verdict> verdict,
    String absence,
    String figure,
    String others,
    String level,
    Optional<String> link,
    Optional<String> history) {

  /** A cell without a verdict. */
  static Cell absent(String why) {
    return new Cell(Optional.empty(), why, "", "", "", Optional.empty(), Optional.empty());
  }
}
