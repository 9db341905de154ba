package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final Duration LIMIT = Duration.ofMillis(50);

  @Test
  void condition_thatHoldsInTime_holds() {
    assertThat(Limits.await("what is there", LIMIT, () -> true)).isTrue();
  }

  @Test
  void attemptUnderWay_isNotBrokenOffWhenTheLimitPasses() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();

    boolean holds =
        Limits.await(
            "an attempt that takes longer",
            LIMIT,
            () -> {
              boolean served = never.await(LIMIT.multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
              ended.set(true); // which an interrupt would have kept it from
              return served;
            });

    assertThat(holds).isFalse();
    assertThat(ended).isTrue();
  }
}
