package io.spillway.harness.probe.workload;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a workload behaves beyond serving.
 *
 * @param serviceTime how long after it accepted a connection it writes the banner; at least 0
 * @param readiness where it tells over HTTP whether it is ready, if it does; port 0 takes any free
 *     one
 */
public record WorkloadOptions(Duration serviceTime, Optional<InetSocketAddress> readiness) {

  /** Answers at once and does not tell whether it is ready. */
  public static final WorkloadOptions NONE = new WorkloadOptions(Duration.ZERO, Optional.empty());

  /** Refuses a service time below 0. */
  public WorkloadOptions {
    if (serviceTime.isNegative()) {
      throw new IllegalArgumentException("service time must be at least 0, is " + serviceTime);
    }
  }
}
