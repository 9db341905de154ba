package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * By what a phase's attempts are told apart: attribute {@code by}, {@code key}, {@code site} or
 * {@code path}.
 *
 * @param word the attribute
 * @param of the group that served an attempt; empty if nobody did
 * @param isCertain whether a served attempt's group is beyond doubt
 */
record Groups(String word, Function<Attempt, Optional<String>> of, Predicate<Attempt> isCertain) {

  /**
   * The groups that this phase speaks of.
   *
   * @throws IllegalArgumentException if its attribute {@code by} is none of them
   */
  static Groups of(History history, Phase phase) {
    String by = phase.attribute("by");
    return switch (by) {
      case "key" -> new Groups(by, new Keys(history)::of, attempt -> true);
      case "site" ->
          new Groups(by, attempt -> attempt.servedBy().map(Attempt.Served::site), attempt -> true);
      case "path" -> Paths.of(phase).groups();
      default ->
          throw new IllegalArgumentException(
              "phase "
                  + phase.name()
                  + " tells attempts apart by "
                  + by
                  + ", not by key, site or path");
    };
  }

  /**
   * Two paths to the same workload, one of which a fault delays: the phase's attributes {@code
   * delayed}, {@code undelayed} and {@code delay-millis}.
   *
   * <p>What was identified sooner after it was due than the delay has not come over the delayed
   * path, whatever the router and however busy the machine: what delays never lets a byte through
   * too early, and both times are the prober's own. What was identified later counts as delayed,
   * and may have been held up by something else.
   */
  record Paths(String delayed, String undelayed, long delayMillis) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The paths that this phase speaks of. */
    static Paths of(Phase phase) {
      return new Paths(
          phase.attribute("delayed"),
          phase.attribute("undelayed"),
          Long.parseLong(phase.attribute("delay-millis")));
    }

    /** Whether a served attempt was as late as the delay makes it. */
    boolean isLate(Attempt attempt) {
      return attempt.identifiedNanos().orElseThrow() - attempt.dueNanos()
          >= delayMillis * NANOS_PER_MILLI;
    }

    /** The delay in words, such as {@code 300 ms}. */
    String words() {
      return Words.count(delayMillis) + " ms";
    }

    private Groups groups() {
      return new Groups(
          "path",
          attempt -> attempt.servedBy().map(by -> isLate(attempt) ? delayed : undelayed),
          attempt -> !isLate(attempt));
    }
  }
}
