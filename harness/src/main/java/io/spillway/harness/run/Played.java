package io.spillway.harness.run;

import io.spillway.harness.history.History;
import java.time.Duration;
import java.util.Optional;

/**
 * A scenario that was played.
 *
 * @param history its history; empty if the harness could not play it to its end
 * @param trouble why there is no history; empty if there is one
 * @param duration how long it took, from the start of its network to its end
 */
record Played(Optional<History> history, String trouble, Duration duration) {}
