package io.spillway.router.relay;

import io.spillway.router.loop.EventLoop;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Ends the relays of a loop of which one side is gone without a word. Owned by the loop's thread.
 *
 * <ul>
 *   <li>One that is reset while nothing is read from it, because the other side takes nothing: a
 *       selector does not tell of that, and a workload that hangs would keep the streams of all
 *       clients that have given it up.
 *   <li>One that has vanished: see {@link KeepAlive}.
 * </ul>
 *
 * <p>Now and then the relays are looked at. So the data path pays nothing for it, nor does a stream
 * that is short.
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
      for (Relay relay : relays) {
        relay.askForPeers();
      }
      watch();
    }
  }
}
