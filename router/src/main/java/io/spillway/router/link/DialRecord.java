package io.spillway.router.link;

import io.spillway.router.relay.NoSocketException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How the dials of a link's stream connections go, at all loops, in one session. The control
 * connection that stands says nothing about that: a firewall may let nothing new through. Safe for
 * use by several threads.
 *
 * <p>The link is blocked when {@link #FEWEST} dials in a row have failed over {@link #NANOS}, and
 * until one succeeds.
 */
final class DialRecord {

  /** So many dials have to fail, at the least. */
  static final int FEWEST = 3;

  /** So long none may have succeeded, from the beginning of the first that failed. */
  static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final Consumer<Optional<IOException>> onChange;
  private long openedNanos;
  private long failingSinceNanos;
  private int failures;
  private boolean blocked;

  /**
   * Makes a record without dials.
   *
   * @param nowNanos the time
   * @param onChange gets the last failure when the link is blocked, and nothing when it is not any
   *     more; called by the thread that dialled, which has to return soon
   */
  DialRecord(long nowNanos, Consumer<Optional<IOException>> onChange) {
    this.openedNanos = nowNanos;
    this.onChange = onChange;
  }

  /** A connection is open. */
  synchronized void opened(long nowNanos) {
    openedNanos = nowNanos;
    failures = 0;
    if (blocked) {
      blocked = false;
      onChange.accept(Optional.empty());
    }
  }

  /** A dial that began at a time has failed, unless for want of a socket on this side. */
  synchronized void failed(long beganNanos, long nowNanos, IOException cause) {
    if (cause instanceof NoSocketException) {
      return;
    }
    // What began before another one succeeded says nothing of the time before that.
    long sinceNanos = beganNanos - openedNanos < 0 ? openedNanos : beganNanos;
    if (failures++ == 0 || sinceNanos - failingSinceNanos < 0) {
      failingSinceNanos = sinceNanos;
    }
    if (!blocked && failures >= FEWEST && nowNanos - failingSinceNanos >= NANOS) {
      blocked = true;
      onChange.accept(Optional.of(cause));
    }
  }
}
