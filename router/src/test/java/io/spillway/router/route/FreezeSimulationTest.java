package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Freezes peers at random moments of random histories, and holds what is noticed against the aim:
 * within 1.5 s at the 99th percentile, and no peer that lives is ever lost, when latency steps up
 * by a second or jitters by 300 ms.
 *
 * <p>Links are as Toxiproxy makes them slow: each chunk has a delay of its own, latency plus or
 * minus jitter, and does not overtake the one before. Each site looks at its clock every 50 ms and
 * is up to 5 ms late for that, sends a heartbeat every fourth time, and looks for silence each
 * time.
 */
class FreezeSimulationTest {

  private static final int FREEZES = 10_000;
  private static final long MILLI = 1_000_000;
  private static final long TICK_NANOS = 50 * MILLI;
  private static final long LATE_NANOS = 5 * MILLI;
  private static final int TICKS_PER_HEARTBEAT = 4;
  private static final long SECOND = 1_000 * MILLI;
  private static final long SHORTEST_LIFE = 7 * SECOND; // more than 32 heartbeats
  private static final long LONGEST_LIFE = 20 * SECOND;

  /** What a link does to a chunk, in nanoseconds. */
  private enum Way {
    /** Loopback, or a network that is well. */
    QUIET(0, 0, 0, 1_500),
    /** A jitter of 300 ms around the least latency that allows it. */
    JITTER(300, 300, 0, 1_500),
    /** Quiet, and at some moment a second slower. */
    STEP(0, 0, 1_000, 1_500),
    /** As far as another continent, and at some moment a second more: the aim, and that way. */
    FAR_AND_STEP(100, 50, 1_000, 1_650);

    private final long latencyMillis;
    private final long jitterMillis;
    private final long stepMillis;
    private final long aimMillis;

    Way(long latencyMillis, long jitterMillis, long stepMillis, long aimMillis) {
      this.latencyMillis = latencyMillis;
      this.jitterMillis = jitterMillis;
      this.stepMillis = stepMillis;
      this.aimMillis = aimMillis;
    }

    LongUnaryOperator delays(SplittableRandom random, long stepAtNanos) {
      return sentNanos ->
          MILLI * latencyMillis
              + (jitterMillis == 0
                  ? 0
                  : random.nextLong(-MILLI * jitterMillis, MILLI * jitterMillis))
              + (sentNanos >= stepAtNanos ? MILLI * stepMillis : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void frozen_peer_is_noticed_in_time_and_a_living_one_is_never_lost(Way way) {
    SplittableRandom random = new SplittableRandom(20_261_121);
    long[] noticedNanos = new long[FREEZES];
    for (int i = 0; i < FREEZES; i++) {
      long freezeAt = random.nextLong(SHORTEST_LIFE, LONGEST_LIFE);
      // While a step is new, heartbeats from before it show that those since then are late.
      long stepAt = freezeAt - random.nextLong(6 * SECOND);
      long lostAt = lostAt(random, way.delays(random, stepAt), freezeAt);
      assertThat(lostAt).as("moment of loss of freeze %d at %d ns", i, freezeAt).isPositive();
      noticedNanos[i] = lostAt - freezeAt;
    }
    Arrays.sort(noticedNanos);
    long percentile99 = noticedNanos[FREEZES * 99 / 100] / MILLI;
    assertThat(noticedNanos[0]).as("quickest: a peer that lives was lost").isPositive();
    assertThat(percentile99).as("99th percentile in ms").isLessThanOrEqualTo(way.aimMillis);
  }

  /** When a peer that sends its last heartbeat before it freezes is taken for lost. */
  private static long lostAt(SplittableRandom random, LongUnaryOperator delays, long freezeAt) {
    LivenessPolicy policy = Policies.documented().liveness();
    Heartbeats heartbeats = new Heartbeats(0);
    long clocksApart = random.nextLong();
    long sentAt = 0;
    long arrivesAt = delays.applyAsLong(0);
    for (long now = random.nextLong(TICK_NANOS);
        ;
        now += TICK_NANOS + random.nextLong(LATE_NANOS)) {
      while (sentAt < freezeAt && arrivesAt <= now) {
        heartbeats.heard(arrivesAt, sentAt + clocksApart);
        for (int i = 0; i < TICKS_PER_HEARTBEAT; i++) {
          sentAt += TICK_NANOS + random.nextLong(LATE_NANOS);
        }
        arrivesAt = Math.max(arrivesAt, sentAt + delays.applyAsLong(sentAt));
      }
      if (policy.isLost(heartbeats, now)) {
        return now;
      }
    }
  }
}
