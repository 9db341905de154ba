package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkloadLoopTest {

  private final List<String> troubles = new CopyOnWriteArrayList<>();

  @Test
  void loopThatAcceptsNobodyForTooLong_tellsOfABacklog() throws IOException {
    try (WorkloadLoop loop = new WorkloadLoop((kind, what) -> troubles.add(kind + ": " + what))) {
      loop.await(() -> holdUp(2 * WorkloadLoop.LATE_MILLIS));

      await("word of the backlog").until(() -> !troubles.isEmpty());
      assertThat(troubles.get(0))
          .startsWith("backlog: workloads accepted nobody for ")
          .endsWith("give the harness more CPU or lower the load");
    }
  }

  private static void holdUp(long millis) {
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < endNanos) {
      LockSupport.parkNanos(endNanos - System.nanoTime());
    }
  }
}
