package io.spillway.harness.check;

import java.util.List;
import java.util.Optional;

/**
 * A check's answer to one {@link Question}.
 *
 * @param rule the rule's id
 * @param caseName the case's name, such as {@code weighted 25/75}
 * @param verdict the judgement
 * @param figure the figure that decided it, short enough for one terminal line, such as {@code 25.3
 *     % for 25 %}
 * @param reason why, in a sentence or two; for a pass too
 * @param evidence what it rests on; a fail has at least one piece
 * @param statistics what the verdict is worth, for statistical checks
 * @param drawings what was observed, to be drawn
 */
public record Result(
    String rule,
    String caseName,
    Verdict verdict,
    String figure,
    String reason,
    List<Evidence> evidence,
    Optional<Statistics> statistics,
    List<Drawing> drawings) {

  /** Copies the lists and refuses a fail without evidence. */
  public Result {
    evidence = List.copyOf(evidence);
    drawings = List.copyOf(drawings);
    if (verdict == Verdict.FAIL && evidence.isEmpty()) {
      throw new IllegalArgumentException("rule " + rule + ": a fail needs evidence");
    }
  }
}
