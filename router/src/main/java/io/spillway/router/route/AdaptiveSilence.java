package io.spillway.router.route;

import java.time.Duration;

/**
 * A peer is lost when it is silent for longer than its own history explains: the mean interval plus
 * six standard deviations, but never less than a floor nor more than a ceiling (rule F2).
 *
 * <p>The floor is chosen so that a link which becomes slower by a second from one moment to the
 * next is not taken for dead: with a heartbeat every 200 ms the longest silence is then 1.2 s (rule
 * F6: slow is not lost). Jitter that lasts raises the limit up to the ceiling.
 */
final class AdaptiveSilence implements LivenessPolicy {

  static final Duration FLOOR = Duration.ofMillis(1350);
  static final Duration CEILING = Duration.ofSeconds(3);
  private static final double DEVIATIONS = 6;

  @Override
  public boolean isLost(Heartbeats heartbeats, long nowNanos) {
    return heartbeats.silenceNanos(nowNanos) > limitNanos(heartbeats);
  }

  private static long limitNanos(Heartbeats heartbeats) {
    long expected =
        Math.round(heartbeats.meanGapNanos() + DEVIATIONS * heartbeats.gapDeviationNanos());
    return Math.min(CEILING.toNanos(), Math.max(FLOOR.toNanos(), expected));
  }
}
