package io.spillway.harness.driver.balancer;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector;
import java.util.Optional;

/**
 * How one site reaches one connector of the network.
 *
 * @param site the connector's site
 * @param connector the connector
 * @param port where this site listens for its neighbours' connections to the connector
 * @param step where this site connects to; empty if no path leads there
 */
public record Way(String site, Connector connector, int port, Optional<Step> step) {

  /** Where a site connects to on a way. */
  public sealed interface Step {

    /** {@return the workload, or a neighbour's port for the connector} */
    HostPort at();

    /** {@return the cost of the rest of the path} */
    long cost();
  }

  /**
   * To a workload of the site itself.
   *
   * @param at the workload
   * @param readiness where it tells over HTTP whether it is ready, if it does
   */
  public record ToWorkload(HostPort at, Optional<HostPort> readiness) implements Step {

    /** {@return 0} */
    @Override
    public long cost() {
      return 0;
    }
  }

  /**
   * To a neighbour.
   *
   * @param neighbour its name
   * @param at its port for the connector
   * @param question its port for questions of its neighbours; empty if it answers none
   * @param cost the cost of the path from here to the connector's site
   */
  public record ToNeighbour(String neighbour, HostPort at, Optional<HostPort> question, long cost)
      implements Step {}

  /** {@return the connector's name in the whole network: {@code site/connector}} */
  public String channel() {
    return channel(site, connector);
  }

  /** {@return the name of the channel for a connector: {@code site/connector}} */
  static String channel(String site, Connector connector) {
    return site + "/" + connector.name();
  }
}
