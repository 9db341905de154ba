package io.spillway.router.route;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveSilenceTest {

  private static final long DEFAULT_INTERVAL_MILLIS = 200;
  private static final long LONGEST_INTERVAL_MILLIS = 250;
  private static final long CLOCKS_APART_MILLIS = -7_000_000;

  private final LivenessPolicy policy = Policies.documented().liveness();
  private final Heartbeats heartbeats = new Heartbeats(0);
  private long intervalMillis = DEFAULT_INTERVAL_MILLIS;
  private long sentMillis;

  @Test
  void steady_peer_that_falls_silent_is_lost_within_a_second_and_a_half() {
    hear(100, 0);

    assertThat(lostAfter(1_300)).isFalse();
    assertThat(lostAfter(1_400)).isTrue();
  }

  @Test
  void peer_that_never_spoke_is_lost_like_any_other() {
    assertThat(lostAfter(1_300)).isFalse();
    assertThat(lostAfter(1_400)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {DEFAULT_INTERVAL_MILLIS, LONGEST_INTERVAL_MILLIS})
  void step_of_one_second_in_latency_is_not_a_loss_neither_at_first_nor_later(long interval) {
    intervalMillis = interval;
    hear(100, 0);

    for (int i = 0; i < 100; i++) {
      assertThat(lostAfter(intervalMillis + 1_000)).isFalse();
      hear(1, 1_000);
    }
  }

  @Test
  void heartbeat_that_is_a_quarter_late_on_top_of_that_is_not_a_loss_either() {
    intervalMillis = LONGEST_INTERVAL_MILLIS;
    hear(100, 0);

    assertThat(lostAfter(intervalMillis + intervalMillis / 4 + 1_000)).isFalse();
  }

  @Test
  void heartbeats_that_were_long_on_the_way_do_not_make_the_peer_live_longer() {
    hear(20, 0);
    hear(1, 900);

    // It was sent 900 ms before it came: of the silence since then that much is over already.
    assertThat(lostAfter(1_300)).isFalse();
    assertThat(lostAfter(1_400)).isTrue();
  }

  @Test
  void lateness_that_was_seen_raises_the_limit_but_not_beyond_the_ceiling() {
    hear(20, 0);
    hear(1, 1_500);
    hear(1, 0);
    assertThat(lostAfter(1_900)).isFalse();
    assertThat(lostAfter(1_950)).isTrue();

    hear(1, 60_000);
    hear(1, 0);
    assertThat(lostAfter(2_950)).isFalse();
    assertThat(lostAfter(3_001)).isTrue();
  }

  @Test
  void limit_comes_down_again_when_the_last_32_heartbeats_were_in_time() {
    hear(1, 60_000);
    hear(31, 0);
    assertThat(lostAfter(1_400)).isFalse();

    hear(1, 0);
    assertThat(lostAfter(1_400)).isTrue();
    assertThat(heartbeats.samples()).isEqualTo(32);
  }

  /** The peer sends some heartbeats, which come so much later than the fastest of all. */
  private void hear(int times, long lateMillis) {
    for (int i = 0; i < times; i++) {
      sentMillis += intervalMillis;
      heartbeats.heard(
          MILLISECONDS.toNanos(sentMillis + lateMillis),
          MILLISECONDS.toNanos(sentMillis + CLOCKS_APART_MILLIS));
    }
  }

  /** So long after the last heartbeat was sent. */
  private boolean lostAfter(long silenceMillis) {
    return policy.isLost(heartbeats, MILLISECONDS.toNanos(sentMillis + silenceMillis));
  }
}
