package io.spillway.suites.conformance;

import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.List;

/** Waits for bytes. */
final class Flow {

  /** How long a router may take to act on a change that it has seen: a timer, and some more. */
  private static final Duration AFTERMATH = Course.TIMER_PERIOD.plusMillis(500);

  private Flow() {}

  /**
   * Lets streams go on after a change until every timer of a router has come that could act on it,
   * and then waits as {@link #more} does: a router that drops or moves connections need not do so
   * in the moment of the change.
   */
  static void pastTimers(Stage stage, int bytes, List<Streams> groups, Duration limit) {
    stage.let(AFTERMATH);
    more(bytes, groups, limit);
  }

  /**
   * Waits until each of these groups of streams has carried its part of so many bytes from now on,
   * or has no stream left, or the limit has passed.
   */
  static void more(int bytes, List<Streams> groups, Duration limit) {
    int part = bytes / groups.size();
    List<Long> wanted = groups.stream().map(group -> group.verifiedBytes() + part).toList();
    Limits.await(
        part + " more bytes on each of " + groups.size() + " groups of streams",
        limit,
        () -> {
          for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).open() > 0 && groups.get(i).verifiedBytes() < wanted.get(i)) {
              return false;
            }
          }
          return true;
        });
  }
}
