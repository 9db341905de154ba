package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case's row and what opens beneath it.
 *
 * @param anchor its id on the page
 * @param name the case
 * @param level how much it matters
 * @param levelNote its level's word where that is not its rule's; empty otherwise
 * @param verdict the judgement
 * @param mark how that looks
 * @param figure the figure that decided it
 * @param reason why
 * @param evidence what it rests on
 * @param statistics what the verdict is worth, where it is statistical
 * @param parameters what the case set, by name
 * @param duration how long it took
 * @param history the history's file as a text; empty if none was written
 * @param historyLink the history's file as a link; empty if it is not a file below the report
 * @param files what else is kept of the scenario, by the file's name: its link
 * @param reproduce the command that runs just this again
 * @param plots what was observed
 * @param open whether the row is open from the start: where something is to be looked into, and the
 *     first of each rule, so that every rule shows what was observed
 */
public record CaseView(
    String anchor,
    String name,
    Rule.Level level,
    String levelNote,
    Verdict verdict,
    Mark mark,
    String figure,
    String reason,
    List<EvidenceView> evidence,
    Optional<StatisticsView> statistics,
    Map<String, String> parameters,
    String duration,
    String history,
    Optional<String> historyLink,
    Map<String, String> files,
    String reproduce,
    List<Plot> plots,
    boolean open) {

  /**
   * One thing that was seen.
   *
   * @param expected what the rule wants
   * @param observed what was seen
   * @param attempts the attempts that show it; empty if none is named
   */
  public record EvidenceView(String expected, String observed, String attempts) {}

  /**
   * What a statistical verdict is worth.
   *
   * @param n how many observations
   * @param effect the deviation that would have been seen
   * @param power with what probability, at least
   * @param interval where the true share lies, and how surely; empty where a time or an order is
   *     measured
   * @param alpha the probability of a false fail, at most
   */
  public record StatisticsView(
      String n, String effect, String power, String interval, String alpha) {}
}
