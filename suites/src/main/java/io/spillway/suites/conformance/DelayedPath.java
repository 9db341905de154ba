package io.spillway.suites.conformance;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import java.time.Duration;
import java.util.Map;

/**
 * Tells two paths to one and the same workload apart. The workload's answer is the same over both,
 * and no router says which one it took, so one of them is given a delay: what is served sooner than
 * that has not come over it.
 *
 * <p>This needs nothing of the router and nothing of the runtime but Toxiproxy's {@code latency};
 * counters of bytes would be drowned in what routers tell each other anyway, and cutting a path to
 * see who suffers would be a second fault.
 *
 * @param delayed what the delayed path is called
 * @param undelayed what the other one is called
 * @param delay by how much the first is delayed
 */
record DelayedPath(String delayed, String undelayed, Duration delay) {

  /** {@return the fault that delays what the workload answers} */
  Fault.OnLink fault(Fault.Direction direction) {
    return new Fault.Latency(direction, delay, Duration.ZERO);
  }

  /** {@return whether an attempt was served, and as late as over the delayed path} */
  boolean isLate(Attempt attempt) {
    return attempt.servedBy().isPresent() && tookNanos(attempt) >= delay.toNanos();
  }

  /** {@return whether an attempt was served, and sooner than it can be over the delayed path} */
  boolean isEarly(Attempt attempt) {
    return attempt.servedBy().isPresent() && tookNanos(attempt) < delay.toNanos();
  }

  /** {@return a phase's attributes for the check, which tells the paths apart by the same delay} */
  Map<String, String> attributes(String to) {
    return Map.of(
        "by",
        "path",
        "to",
        to,
        "delayed",
        delayed,
        "undelayed",
        undelayed,
        "delay-millis",
        Long.toString(delay.toMillis()));
  }

  private static long tookNanos(Attempt attempt) {
    return attempt.identifiedNanos().orElseThrow() - attempt.dueNanos();
  }
}
