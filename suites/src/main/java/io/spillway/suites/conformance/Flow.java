package io.spillway.suites.conformance;

import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.List;

/** Waits for bytes. */
final class Flow {

  private Flow() {}

  /**
   * Lets streams go on for a while after a change, and then waits as {@link #more} does: a router
   * that drops or moves connections need not do so in the moment of the change.
   */
  static void goesOn(Stage stage, Duration watch, int bytes, List<Streams> groups, Duration limit) {
    stage.let(watch);
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
