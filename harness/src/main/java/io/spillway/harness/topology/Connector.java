package io.spillway.harness.topology;

import java.time.Duration;
import java.util.Optional;

/**
 * A workload of a site, bound to a routing key.
 *
 * @param name the resource's name, unique among the site's connectors
 * @param routingKey the key that it serves
 * @param port the workload's port, 1 to 65535
 * @param workload who plays the workload
 */
public record Connector(String name, String routingKey, int port, Workload workload) {

  /** Who plays a connector's workload. */
  public sealed interface Workload {

    /**
     * A workload that Spillway starts in the place of the one that the file names. Connectors of
     * one site with the same stand-in name and port share one workload.
     *
     * @param name what the file says of the workload: its {@code selector} or its {@code host}
     * @param serviceTime how long after a connection was accepted the workload first answers, at
     *     least 0 and at most {@link #MAX_SERVICE_TIME}
     * @param readiness whether it tells over HTTP, at a port beside its own, if it is ready
     */
    record StandIn(String name, Duration serviceTime, boolean readiness) implements Workload {

      /** Longer than this a workload does not answer; a client that waits is then in trouble. */
      public static final Duration MAX_SERVICE_TIME = Duration.ofMinutes(1);

      /**
       * Creates a stand-in that answers at once and does not tell whether it is ready.
       *
       * @param name what the file says of the workload: its {@code selector} or its {@code host}
       */
      public StandIn(String name) {
        this(name, Duration.ZERO, false);
      }

      /** {@return this stand-in, with another service time} */
      public StandIn withServiceTime(Duration time) {
        return new StandIn(name, time, readiness);
      }

      /** {@return this stand-in, telling over HTTP whether it is ready} */
      public StandIn withReadiness() {
        return new StandIn(name, serviceTime, true);
      }
    }

    /**
     * The real host, for networks annotated {@code spillway.dev/workload: real}.
     *
     * @param host where it is
     */
    record Real(String host) implements Workload {}
  }

  /** {@return the stand-in's name, if this workload is one} */
  public Optional<String> standIn() {
    return workload instanceof Workload.StandIn standIn
        ? Optional.of(standIn.name())
        : Optional.empty();
  }

  /** {@return how long after a connection was accepted the workload answers, as far as is known} */
  public Duration serviceTime() {
    return workload instanceof Workload.StandIn standIn ? standIn.serviceTime() : Duration.ZERO;
  }
}
