package io.spillway.router.route;

/**
 * What was heard from a peer: when last, and at which intervals before. For one thread.
 *
 * <p>Times are nanoseconds of one monotonic clock.
 */
public final class Heartbeats {

  private static final int WINDOW = 32;

  private final long[] gapsNanos = new long[WINDOW];
  private int count;
  private long lastHeardNanos;

  /**
   * Starts a history; nothing but the beginning has been heard.
   *
   * @param nowNanos the time now
   */
  public Heartbeats(long nowNanos) {
    lastHeardNanos = nowNanos;
  }

  /**
   * Notes that the peer was heard.
   *
   * @param nowNanos the time now
   */
  public void heard(long nowNanos) {
    gapsNanos[count % WINDOW] = nowNanos - lastHeardNanos;
    count++;
    lastHeardNanos = nowNanos;
  }

  /**
   * How long the peer has been silent.
   *
   * @param nowNanos the time now
   * @return nanoseconds since the peer was heard last
   */
  public long silenceNanos(long nowNanos) {
    return nowNanos - lastHeardNanos;
  }

  /** {@return the number of intervals that are remembered, 0 to 32} */
  public int samples() {
    return Math.min(count, WINDOW);
  }

  /** {@return the mean of the remembered intervals in nanoseconds; 0 without any} */
  public double meanGapNanos() {
    double sum = 0;
    for (int i = 0; i < samples(); i++) {
      sum += gapsNanos[i];
    }
    return samples() == 0 ? 0 : sum / samples();
  }

  /** {@return the standard deviation of the remembered intervals in nanoseconds; 0 without any} */
  public double gapDeviationNanos() {
    double mean = meanGapNanos();
    double squares = 0;
    for (int i = 0; i < samples(); i++) {
      squares += (gapsNanos[i] - mean) * (gapsNanos[i] - mean);
    }
    return samples() == 0 ? 0 : Math.sqrt(squares / samples());
  }
}
