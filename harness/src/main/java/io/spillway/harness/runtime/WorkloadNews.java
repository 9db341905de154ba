package io.spillway.harness.runtime;

import io.spillway.harness.probe.WorkloadState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What one site's router is told of its workloads. One that does not run, or is frozen, cannot be
 * told: it is when it runs again. Safe for use by several threads.
 */
public final class WorkloadNews {

  private final BiConsumer<String, WorkloadState> tell;

  /** How the workloads are that have changed, by the connector that leads to them. */
  private final Map<String, WorkloadState> states = new ConcurrentHashMap<>();

  /** What the router that runs was told of them; it takes all others to serve. */
  private final Map<String, WorkloadState> told = new ConcurrentHashMap<>();

  /**
   * Creates one for a router that has just been started.
   *
   * @param tell tells the router how the workload of a connector is now
   */
  public WorkloadNews(BiConsumer<String, WorkloadState> tell) {
    this.tell = tell;
  }

  /** Takes note that a workload has changed; to be told later. */
  public void note(String connector, WorkloadState state) {
    states.put(connector, state);
  }

  /** Takes note that a workload has changed, and tells the router. */
  public void pass(String connector, WorkloadState state) {
    note(connector, state);
    tell.accept(connector, state);
    told.put(connector, state); // not if that failed, so that it is told again
  }

  /** Takes note that the router was started again, and knows no more than its files say. */
  public void forget() {
    told.clear();
  }

  /** Tells the router whatever it was not told. */
  public void catchUp() {
    states.forEach(
        (connector, state) -> {
          if (told.getOrDefault(connector, WorkloadState.SERVING) != state) {
            pass(connector, state);
          }
        });
  }
}
