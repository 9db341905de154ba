package io.spillway.harness.runtime.docker;

import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.probe.workload.WorkloadClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the workload containers of a network for their trouble, {@value #PERIOD_MILLIS} ms after
 * they answered last, so that it is known about as soon. Safe for use by several threads.
 */
final class TroubleWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TroubleWatch.class);
  private static final long PERIOD_MILLIS = 250;

  private final List<WorkloadClient> clients;
  private final ScheduledExecutorService timer;
  private volatile TroubleListener listener = TroubleListener.NONE;
  private boolean started;

  /**
   * Creates one that asks nobody yet.
   *
   * @param clients of the containers' control ports
   */
  TroubleWatch(List<WorkloadClient> clients) {
    this.clients = clients;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spillway-trouble-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Tells this listener from now on, and no other; begins to ask. */
  synchronized void tell(TroubleListener next) {
    listener = next;
    if (!started && !timer.isShutdown()) {
      started = true;
      var unused = timer.scheduleWithFixedDelay(this::ask, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void ask() {
    for (WorkloadClient client : clients) {
      try {
        client.tellTroubles(listener);
      } catch (UncheckedIOException e) {
        LOG.debug("a workload container did not tell of its trouble", e);
      }
    }
  }

  /** Asks nobody any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
