package io.spillway.router.relay;

import io.spillway.router.loop.EventLoop;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Ends the relays of a loop of which one side is gone while nothing is read from it, because the
 * other side takes nothing. Owned by the loop's thread.
 *
 * <p>A selector does not tell of that, and a workload that hangs would keep the streams of all
 * clients that have given it up. So now and then the relays are looked at, and those that wait are
 * asked; the data path pays nothing.
 */
public final class PeerWatch {

  /** How often it looks, in nanoseconds. */
  static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final Collection<Relay> relays;
  private boolean looking;

  /**
   * Makes a watch.
   *
   * @param loop the loop
   * @param relays the loop's relays, as they are at any time
   */
  public PeerWatch(EventLoop loop, Collection<Relay> relays) {
    this.loop = loop;
    this.relays = relays;
  }

  /** Goes on for as long as there are relays. To be called for each new one. */
  public void watch() {
    if (!looking) {
      looking = true;
      loop.schedule(STEP_NANOS, this::look);
    }
  }

  private void look() {
    looking = false;
    if (!relays.isEmpty()) {
      relays.forEach(Relay::askForPeers);
      watch();
    }
  }
}
