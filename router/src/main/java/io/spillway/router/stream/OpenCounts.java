package io.spillway.router.stream;

import io.spillway.router.route.Destination;
import io.spillway.router.route.StreamEnd;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * How many connections this ingress has open to each destination, from the moment when a
 * destination is chosen to the end of the stream (rules C5, C6). Safe for use by several threads.
 */
public final class OpenCounts {

  private final ConcurrentHashMap<Destination, Integer> open = new ConcurrentHashMap<>();
  private final Predicate<StreamEnd> uncounted;

  /**
   * Counts nothing yet.
   *
   * @param uncounted after which ends a stream no longer counts
   */
  public OpenCounts(Predicate<StreamEnd> uncounted) {
    this.uncounted = uncounted;
  }

  /**
   * {@return the connections that are open now}
   *
   * @param destination where to
   */
  public int of(Destination destination) {
    return open.getOrDefault(destination, 0);
  }

  void opened(Destination destination) {
    open.merge(destination, 1, Integer::sum);
  }

  /** A stream has ended. */
  void ended(Destination destination, StreamEnd how) {
    if (uncounted.test(how)) {
      closed(destination);
    }
  }

  /** What was chosen has come to no stream. */
  void closed(Destination destination) {
    open.computeIfPresent(destination, (key, count) -> count == 1 ? null : count - 1);
  }
}
