package io.spillway.harness.probe;

import java.util.List;

/**
 * Whether the workloads have seen the end of a connection. A router may learn of a close late; a
 * sequential probe that does not wait for it measures the connections of before.
 */
@FunctionalInterface
public interface Settled {

  /** {@return whether they have; asked again and again, on the thread that waits} */
  boolean yes();

  /**
   * {@return settled once the workloads report that many open connections in all}
   *
   * @param workloads all workloads that may serve
   * @param expectedOpen how many connections others hold at them; 0 if nobody does
   */
  static Settled open(List<? extends WorkloadHandle> workloads, long expectedOpen) {
    List<WorkloadHandle> all = List.copyOf(workloads);
    return () -> all.stream().mapToLong(WorkloadHandle::open).sum() == expectedOpen;
  }
}
