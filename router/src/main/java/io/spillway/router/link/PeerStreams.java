package io.spillway.router.link;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many streams a link's peer has open here, at all loops, and how many it may. Streams may
 * outlive the session of the link in which they came; so it counts for all sessions of one link.
 * Safe for use by several threads.
 */
final class PeerStreams {

  private static final int RETIRED = -1;

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Counts from none.
   *
   * @param most how many may be open at once, at least 1
   */
  PeerStreams(int most) {
    this.most = most;
  }

  /** {@return whether there is room for one more, which is open from now on} */
  boolean enter() {
    int before = open.getAndUpdate(n -> hasRoom(n) ? n + 1 : n);
    return hasRoom(before);
  }

  private boolean hasRoom(int streams) {
    return streams != RETIRED && streams < most;
  }

  /** One that has entered is over. */
  void leave() {
    open.decrementAndGet();
  }

  /** {@return whether none is open} */
  boolean isEmpty() {
    return open.get() <= 0;
  }

  /** {@return whether none was open; if so, none can enter any more} */
  boolean retire() {
    return open.compareAndSet(0, RETIRED);
  }
}
