package io.spillway.router.link;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many streams a link's peer has open here, at all loops, and how many it may. Safe for use by
 * several threads.
 */
final class PeerStreams {

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
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  /** One that has entered is over. */
  void leave() {
    open.decrementAndGet();
  }
}
