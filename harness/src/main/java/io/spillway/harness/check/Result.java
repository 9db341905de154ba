package io.spillway.harness.check;

import io.spillway.harness.model.LinkCostModel.Reading;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param statistics what the verdict is worth; empty where nothing was judged
 * @param drawings what was observed, to be drawn
 * @param readings the readings of the texts on link cost that explain every first spill, none where
 *     only different ones do; absent where no reading was asked for or one of the spills has none
 */
public record Result(
    String rule,
    String caseName,
    Verdict verdict,
    String figure,
    String reason,
    List<Evidence> evidence,
    Optional<Statistics> statistics,
    List<Drawing> drawings,
    Optional<Set<Reading>> readings) {

  /** Copies the collections and refuses a fail without evidence. */
  public Result {
    evidence = List.copyOf(evidence);
    drawings = List.copyOf(drawings);
    readings = readings.map(Result::copy);
    if (verdict == Verdict.FAIL && evidence.isEmpty()) {
      throw new IllegalArgumentException("rule " + rule + ": a fail needs evidence");
    }
  }

  /** The result of a check that compares nothing with the readings of the texts on link cost. */
  public Result(
      String rule,
      String caseName,
      Verdict verdict,
      String figure,
      String reason,
      List<Evidence> evidence,
      Optional<Statistics> statistics,
      List<Drawing> drawings) {
    this(rule, caseName, verdict, figure, reason, evidence, statistics, drawings, Optional.empty());
  }

  /** In the order of the readings, whatever the order of the original. */
  private static Set<Reading> copy(Set<Reading> readings) {
    Set<Reading> copy = EnumSet.noneOf(Reading.class);
    copy.addAll(readings);
    return Collections.unmodifiableSet(copy);
  }
}
