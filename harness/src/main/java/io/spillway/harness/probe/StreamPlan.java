package io.spillway.harness.probe;

import java.time.Duration;

/**
 * What goes over streams.
 *
 * @param streams how many connections there are, at least 1
 * @param bytesPerSecond how many bytes each one sends in a second at the most, at least 1,000
 * @param windowBytes how many bytes each one sends ahead of what has come back, at least 1; a slow
 *     path holds the sender back, and nobody has to keep more than this for it
 * @param patience how long released streams wait for what is owed to them, at least 1 ms
 */
public record StreamPlan(int streams, int bytesPerSecond, int windowBytes, Duration patience) {

  private static final int DEFAULT_RATE = 64_000;
  private static final int DEFAULT_WINDOW = 64 * 1024;
  private static final int MIN_RATE = 1_000;

  /** Refuses a plan of nothing. */
  public StreamPlan {
    requireAtLeast("streams", 1, streams);
    requireAtLeast("bytesPerSecond", MIN_RATE, bytesPerSecond);
    requireAtLeast("windowBytes", 1, windowBytes);
    if (patience.toMillis() < 1) {
      throw new IllegalArgumentException("patience must be at least 1 ms, is " + patience);
    }
  }

  /** {@return a plan of so many streams of 64 kB/s, 64 KiB ahead, with a patience of 10 s} */
  public static StreamPlan of(int streams) {
    return new StreamPlan(streams, DEFAULT_RATE, DEFAULT_WINDOW, Duration.ofSeconds(10));
  }

  /** {@return this plan with another rate} */
  public StreamPlan withRate(int rate) {
    return new StreamPlan(streams, rate, windowBytes, patience);
  }

  /** {@return this plan with another patience} */
  public StreamPlan withPatience(Duration other) {
    return new StreamPlan(streams, bytesPerSecond, windowBytes, other);
  }

  private static void requireAtLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", is " + value);
    }
  }
}
