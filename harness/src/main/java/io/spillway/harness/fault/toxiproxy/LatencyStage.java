package io.spillway.harness.fault.toxiproxy;

import java.util.concurrent.TimeUnit;

/**
 * Passes each piece on {@code latency} ± {@code jitter} after it came, in order. Taking it away or
 * changing it lets waiting bytes go early, never late.
 *
 * <p>As in the original ({@code toxics/latency.go:19-51}), save that a second latency toxic counts
 * from the moment at which the first passed the piece on.
 */
final class LatencyStage extends QueueStage {

  LatencyStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  long dueNanos(Piece piece, long nowNanos) {
    long jitterMillis = spec().attribute("jitter");
    long millis = spec().attribute("latency");
    if (jitterMillis > 0) {
      long most = Math.min(jitterMillis, Long.MAX_VALUE / 4);
      millis = Math.max(0, millis + pump().random().nextLong(2 * most) - most);
    }
    long waitedNanos = nowNanos - piece.stampNanos();
    return nowNanos + Math.max(0, capped(millis) - waitedNanos);
  }

  /** {@return so many milliseconds in nanoseconds, a year at most, so that sums cannot overflow} */
  private static long capped(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(Math.min(millis, TimeUnit.DAYS.toMillis(365)));
  }
}
