package io.spillway.harness.driver.skupperrouter;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.probe.WorkloadState;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who is around the router, and so whether somebody tells it of workloads that fail. */
enum SkupperRouterMode {
  /** Nobody: the router has its connectors, whatever becomes of the workloads behind them. */
  ROUTER_ONLY,
  /**
   * Somebody who does what Skupper's controller does on Kubernetes: a router has a connector for
   * each pod that is running and ready, and no other (Skupper's {@code
   * internal/kube/site/bindings.go}, {@code PodWatcher.pods}).
   */
  WITH_CONTROLLER;

  /**
   * {@return whether the router has a connector to a workload}
   *
   * <p>A controller knows what Kubernetes knows: that a process has ended, and what a readiness
   * probe sees where there is one. One that is stuck or out of reach does not answer a probe
   * either.
   *
   * @param state how the workload is
   * @param isProbed whether it has a readiness probe
   */
  boolean connects(WorkloadState state, boolean isProbed) {
    if (this == ROUTER_ONLY || state.isReady()) {
      return true;
    }
    return state != WorkloadState.DEAD && !isProbed;
  }

  /** {@return the mode in the words of a setting, such as {@code router-only}} */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return the mode in the words of a report, such as {@code router only}} */
  String words() {
    return word().replace('-', ' ');
  }

  /**
   * {@return the mode of that word}
   *
   * @param property what is set to it, for the error
   * @throws DriverException if there is none; the message says which there are
   */
  static SkupperRouterMode of(String word, String property) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new DriverException(
                    "%s=%s: there is no such mode, only %s"
                        .formatted(
                            property,
                            word,
                            Arrays.stream(values())
                                .map(SkupperRouterMode::word)
                                .collect(Collectors.joining(" and ")))));
  }
}
