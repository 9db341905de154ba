package io.spillway.harness.run;

import io.spillway.harness.history.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A scenario that was played.
 *
 * @param history its history; empty if the harness could not play it to its end
 * @param kind what kind of trouble there was instead, as histories name it; empty if there is one
 * @param trouble why there is no history; empty if there is one
 * @param spoilt what this machine did in earlier plays that left something undecided, each of which
 *     was followed by another one
 * @param duration how long it took, from the start of its network to its end
 */
record Played(
    Optional<History> history,
    String kind,
    String trouble,
    List<String> spoilt,
    Duration duration) {

  /** Copies the list. */
  Played {
    spoilt = List.copyOf(spoilt);
  }
}
