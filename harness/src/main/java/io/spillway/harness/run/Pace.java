package io.spillway.harness.run;

import io.spillway.harness.runtime.select.RuntimeKind;
import java.time.Duration;

/**
 * How fast a runtime plays scenarios on a small machine, for plans; nothing is judged by it.
 *
 * @param parallel how many scenarios play at a time
 * @param around what a network needs before a scenario plays on it, and to be taken down again
 * @param slowness how many times as long as its own estimate a scenario takes; at least 1
 */
record Pace(int parallel, Duration around, double slowness) {

  private static final Pace EMBEDDED = new Pace(8, Duration.ofMillis(700), 1);

  /** Each site is a process that starts cold, and some look for trouble before they start. */
  private static final Pace PROCESS = new Pace(3, Duration.ofSeconds(2), 1.5);

  /**
   * Containers take more of a machine than sites in one JVM do: each connection passes the engine's
   * proxies and bridges, and each site is a process that starts cold.
   */
  private static final Pace DOCKER = new Pace(2, Duration.ofSeconds(8), 3);

  /** {@return that of this runtime} */
  static Pace of(RuntimeKind kind) {
    return switch (kind) {
      case EMBEDDED -> EMBEDDED;
      case PROCESS -> PROCESS;
      case DOCKER -> DOCKER;
    };
  }

  /** {@return the same, with so many scenarios at a time} */
  Pace withParallel(int other) {
    return new Pace(other, around, slowness);
  }

  /** {@return how long a scenario takes that estimates this of itself} */
  Duration of(Duration estimate) {
    return around.plusNanos(Math.round(slowness * estimate.toNanos()));
  }
}
