package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.Optional;
import java.util.function.Function;

/** By what a phase's attempts are told apart: attribute {@code by}, {@code key} or {@code site}. */
record Groups(String word, Function<Attempt, Optional<String>> of) {

  /**
   * The groups that this phase speaks of.
   *
   * @throws IllegalArgumentException if its attribute {@code by} is neither
   */
  static Groups of(History history, Phase phase) {
    String by = phase.attribute("by");
    return switch (by) {
      case "key" -> new Groups(by, new Keys(history)::of);
      case "site" -> new Groups(by, attempt -> attempt.servedBy().map(Attempt.Served::site));
      default ->
          throw new IllegalArgumentException(
              "phase " + phase.name() + " tells attempts apart by " + by + ", not by key or site");
    };
  }
}
