package io.spillway.router.route;

/**
 * What was heard from a peer: its last heartbeats, when they were sent and when they came. For one
 * thread.
 *
 * <p>What counts is not when a heartbeat came but when it was sent: a peer that is frozen while its
 * last heartbeats are still on a slow way would otherwise seem to live for that much longer. The
 * clocks of the two sites have nothing to do with each other; but the heartbeat that took least
 * time of the last ones shows how far they are apart, and by how much more others were late.
 *
 * <p>Times are nanoseconds, each side's of its own monotonic clock.
 */
public final class Heartbeats {

  private static final int WINDOW = 32;

  private final long[] offsetsNanos = new long[WINDOW];
  private final long startedNanos;
  private int count;
  private long lastSentNanos;

  /**
   * Starts a history; nothing but the beginning has been heard.
   *
   * @param nowNanos the time now, here
   */
  public Heartbeats(long nowNanos) {
    startedNanos = nowNanos;
  }

  /**
   * Notes that a heartbeat came.
   *
   * @param nowNanos the time now, here
   * @param sentNanos when it was sent, there
   */
  public void heard(long nowNanos, long sentNanos) {
    offsetsNanos[count % WINDOW] = nowNanos - sentNanos;
    count++;
    lastSentNanos = sentNanos;
  }

  /**
   * How long the peer has been silent.
   *
   * @param nowNanos the time now, here
   * @return nanoseconds from the moment at which the last heartbeat would have come had it been as
   *     fast as the fastest of the last ones; from the beginning if there was none
   */
  public long silenceNanos(long nowNanos) {
    return samples() == 0
        ? nowNanos - startedNanos
        : nowNanos - lastSentNanos - offsetsNanos[fastest()];
  }

  /** {@return by how much the slowest of the last heartbeats was slower than the fastest} */
  public long latenessNanos() {
    int fastest = fastest();
    long worst = 0;
    for (int i = 0; i < samples(); i++) {
      worst = Math.max(worst, offsetsNanos[i] - offsetsNanos[fastest]);
    }
    return worst;
  }

  /** {@return the number of heartbeats that are remembered, 0 to 32} */
  public int samples() {
    return Math.min(count, WINDOW);
  }

  private int fastest() {
    int fastest = 0;
    for (int i = 1; i < samples(); i++) {
      if (offsetsNanos[i] - offsetsNanos[fastest] < 0) { // a difference, as clocks may wrap
        fastest = i;
      }
    }
    return fastest;
  }
}
