package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ParallelTest {

  @Test
  void everyThing_isDoneOnce() {
    Queue<Integer> done = new ConcurrentLinkedQueue<>();

    Parallel.each(List.of(1, 2, 3, 4, 5), 2, done::add);

    assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void asManyAsTheWidth_areDoneAtOnce() {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger met = new AtomicInteger();

    Parallel.each(
        List.of(1, 2),
        2,
        thing -> {
          both.countDown();
          if (awaits(both)) {
            met.incrementAndGet();
          }
        });

    assertThat(met).hasValue(2);
  }

  @Test
  void aFailure_isThrownWhenTheRestIsDone() {
    AtomicInteger done = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Parallel.each(
                    List.of(1, 2, 3),
                    1,
                    thing -> {
                      if (thing < 3) {
                        throw new IllegalArgumentException("thing " + thing);
                      }
                      done.incrementAndGet();
                    }))
        .hasMessage("thing 1")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(done).hasValue(1);
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
