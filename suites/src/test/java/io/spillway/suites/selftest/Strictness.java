package io.spillway.suites.selftest;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How much a cell may differ from what is expected of it. */
enum Strictness {
  /**
   * A rule that the mutant does not break may be unable to judge it, as long as it fails nobody.
   */
  SAMPLED,
  /** A rule that must be kept has to pass every mutant that does not break it. */
  FULL;

  /**
   * Judges a cell.
   *
   * @param mutant the cell's mutant
   * @param cell a verdict of one of the rulebook's rules on it
   * @return what is wrong with the cell, with the reason of its verdict; empty if nothing is
   */
  Optional<String> complaint(Mutant mutant, Cell cell) {
    Set<Verdict> expected = mutant.expected(cell.rule());
    boolean tolerated =
        expected.contains(cell.verdict())
            || (expected.contains(Verdict.PASS)
                && cell.verdict() != Verdict.FAIL
                && !isOwed(cell.rule()));
    return tolerated
        ? Optional.empty()
        : Optional.of(
            "%s on %s: %s where %s is due (%s)"
                .formatted(
                    cell.rule(),
                    cell.mutant(),
                    cell.verdict().word(),
                    expected.stream()
                        .sorted()
                        .map(Verdict::word)
                        .collect(Collectors.joining(" or ")),
                    cell.reason()));
  }

  /**
   * Whether this rule owes a pass to whom it has nothing against; its first case is what is tried.
   */
  private boolean isOwed(String rule) {
    return this == FULL && Rulebook.load().rule(rule).cases().get(0).level() == Rule.Level.MUST;
  }
}
