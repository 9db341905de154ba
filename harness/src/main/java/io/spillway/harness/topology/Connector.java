package io.spillway.harness.topology;

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
     */
    record StandIn(String name) implements Workload {}

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
}
