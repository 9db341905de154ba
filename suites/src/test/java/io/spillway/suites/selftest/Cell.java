package io.spillway.suites.selftest;

import static java.util.Objects.requireNonNull;

import io.spillway.harness.check.Verdict;

/**
 * One cell of the kill matrix.
 *
 * @param mutant the mutant, as {@link Mutant#toString} says it
 * @param rule the id of the rule that judged it
 * @param verdict what the rule said
 * @param reason why, in a sentence or two
 */
record Cell(String mutant, String rule, Verdict verdict, String reason) {

  /** Refuses a cell that lacks a part. */
  Cell {
    requireNonNull(mutant, "mutant");
    requireNonNull(rule, "rule");
    requireNonNull(verdict, "verdict");
    requireNonNull(reason, "reason");
  }
}
