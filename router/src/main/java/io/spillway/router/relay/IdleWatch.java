package io.spillway.router.relay;

import io.spillway.router.loop.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resets the relays of a loop on which nothing has passed for too long, in either direction. Owned
 * by the loop's thread.
 *
 * <p>The data path pays nothing for it: now and then all relays are looked at, and whether they
 * have read bytes since, or written some of those that wait for a slow receiver. So a relay is
 * reset after the timeout and at most a quarter more.
 */
public final class IdleWatch {

  private static final Logger LOG = LoggerFactory.getLogger(IdleWatch.class);
  private static final int LOOKS_PER_TIMEOUT = 8;
  private static final long LONGEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final long timeoutNanos;
  private final Map<Relay, Seen> relays = new HashMap<>();

  /** What was seen of a relay, and when that changed. */
  private record Seen(long readBytes, int waitingBytes, long sinceNanos) {}

  /**
   * Makes a watch.
   *
   * @param loop the loop
   * @param timeoutNanos the silence that ends a relay; zero to let it live for ever
   */
  public IdleWatch(EventLoop loop, long timeoutNanos) {
    this.loop = loop;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Watches a relay until it ends.
   *
   * @param relay the relay
   */
  public void watch(Relay relay) {
    if (timeoutNanos > 0) {
      if (relays.isEmpty()) {
        lookLater();
      }
      relays.put(relay, see(relay, loop.nanoTime()));
    }
  }

  /** {@return how many relays it looks at} */
  int watched() {
    return relays.size();
  }

  private void lookLater() {
    long step = Math.max(1, timeoutNanos / LOOKS_PER_TIMEOUT);
    loop.schedule(Math.min(step, LONGEST_STEP_NANOS), this::look);
  }

  private void look() {
    relays.keySet().removeIf(Relay::hasEnded);
    long now = loop.nanoTime();
    List<Relay> idle = new ArrayList<>();
    for (Map.Entry<Relay, Seen> entry : relays.entrySet()) {
      Seen before = entry.getValue();
      Seen seen = see(entry.getKey(), before.sinceNanos());
      if (!seen.equals(before)) {
        entry.setValue(see(entry.getKey(), now));
      } else if (now - before.sinceNanos() >= timeoutNanos) {
        idle.add(entry.getKey());
      }
    }
    for (Relay relay : idle) {
      LOG.debug("a stream is reset: idle for {} ms", TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
      relays.remove(relay);
      relay.reset();
    }
    if (!relays.isEmpty()) {
      lookLater();
    }
  }

  private static Seen see(Relay relay, long sinceNanos) {
    return new Seen(
        relay.upstreamBytes() + relay.downstreamBytes(), relay.waitingBytes(), sinceNanos);
  }
}
