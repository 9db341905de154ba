package io.spillway.router.route;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptiveSilenceTest {

  private static final long INTERVAL_MILLIS = 200;

  private final LivenessPolicy policy = Policies.documented().liveness();
  private final Heartbeats heartbeats = new Heartbeats(0);
  private long nowMillis;

  @Test
  void steady_peer_that_falls_silent_is_lost_within_a_second_and_a_half() {
    hear(100, 0);

    assertThat(lostAfter(1_000)).isFalse();
    assertThat(lostAfter(1_500)).isTrue();
  }

  @Test
  void peer_that_never_spoke_is_lost_like_any_other() {
    assertThat(lostAfter(1_000)).isFalse();
    assertThat(lostAfter(1_500)).isTrue();
  }

  @Test
  void step_of_one_second_in_latency_is_not_a_loss() {
    hear(100, 0);

    assertThat(lostAfter(1_000 + INTERVAL_MILLIS)).isFalse();
  }

  @Test
  void lasting_jitter_raises_the_limit_but_not_beyond_the_ceiling() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      hear(1, random.nextInt(1_000));
    }

    assertThat(lostAfter(1_600)).isFalse();
    assertThat(lostAfter(3_001)).isTrue();
  }

  @Test
  void limit_comes_down_again_when_the_jitter_is_over() {
    for (int i = 0; i < 100; i++) {
      hear(1, i % 2 == 0 ? 900 : 0);
    }
    hear(32, 0);

    assertThat(lostAfter(1_500)).isTrue();
  }

  @Test
  void history_is_summed_up_over_the_last_32_intervals() {
    hear(1, 10_000);
    hear(32, 0);

    assertThat(heartbeats.samples()).isEqualTo(32);
    assertThat(heartbeats.meanGapNanos()).isEqualTo(200e6);
    assertThat(heartbeats.gapDeviationNanos()).isZero();
  }

  private void hear(int times, long lateMillis) {
    for (int i = 0; i < times; i++) {
      nowMillis += INTERVAL_MILLIS + lateMillis;
      heartbeats.heard(MILLISECONDS.toNanos(nowMillis));
    }
  }

  private boolean lostAfter(long silenceMillis) {
    return policy.isLost(heartbeats, MILLISECONDS.toNanos(nowMillis + silenceMillis));
  }
}
