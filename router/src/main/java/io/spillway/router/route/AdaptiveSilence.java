package io.spillway.router.route;

import java.time.Duration;

/**
 * A peer is lost when it is silent for longer than its own history explains: for as long as its
 * latest heartbeat was ever late of late, and a margin, but never less than a floor nor more than a
 * ceiling (rule F2).
 *
 * <p>F6: slow is not lost. The floor is chosen so that a link which becomes slower by a second from
 * one moment to the next is not taken for dead: with a heartbeat every 200 ms the longest silence
 * is then 1.2 s, and with one every 250 ms, the rarest that is allowed, 1.3 s even if it comes
 * late. While that step is remembered, the margin keeps the same distance from it. Jitter below a
 * second stays under the floor and costs nothing; jitter above it raises the limit, up to the
 * ceiling.
 */
final class AdaptiveSilence implements LivenessPolicy {

  static final Duration FLOOR = Duration.ofMillis(1340);
  static final Duration MARGIN = Duration.ofMillis(430);
  static final Duration CEILING = Duration.ofSeconds(3);

  @Override
  public boolean isLost(Heartbeats heartbeats, long nowNanos) {
    long silenceNanos = heartbeats.silenceNanos(nowNanos);
    return silenceNanos > FLOOR.toNanos() && silenceNanos > limitNanos(heartbeats);
  }

  private static long limitNanos(Heartbeats heartbeats) {
    long explained = heartbeats.latenessNanos() + MARGIN.toNanos();
    return Math.min(CEILING.toNanos(), Math.max(FLOOR.toNanos(), explained));
  }
}
