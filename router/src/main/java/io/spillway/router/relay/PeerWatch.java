package io.spillway.router.relay;

import io.spillway.router.loop.EventLoop;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Has it noticed when a peer is gone without a word. Owned by the loop's thread.
 *
 * <ul>
 *   <li>One that is reset while nothing is read from it, because it has no destination yet, or the
 *       other side takes nothing: a selector does not tell of that, and destinations that hang
 *       would keep the connections of all clients that have given them up.
 *   <li>One that has vanished from a relay: see {@link KeepAlive}.
 * </ul>
 *
 * <p>Now and then all are looked at. So the data path pays nothing for it, nor does a stream that
 * is short.
 */
public final class PeerWatch {

  /** How often it looks, in nanoseconds. */
  public static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Something that fails if it is asked, and its peer is gone. */
  public interface Watched {

    /** Asks now; what follows is done in a later turn. */
    void askForPeers();
  }

  private final EventLoop loop;
  private final Collection<? extends Watched> watched;
  private boolean looking;

  /**
   * Makes a watch.
   *
   * @param loop the loop
   * @param watched who is watched, as they are at any time
   */
  public PeerWatch(EventLoop loop, Collection<? extends Watched> watched) {
    this.loop = loop;
    this.watched = watched;
  }

  /** Goes on for as long as there is somebody to watch. To be called for each new one. */
  public void watch() {
    if (!looking) {
      looking = true;
      loop.schedule(STEP_NANOS, this::look);
    }
  }

  private void look() {
    looking = false;
    if (!watched.isEmpty()) {
      for (Watched each : watched) {
        each.askForPeers();
      }
      watch();
    }
  }
}
