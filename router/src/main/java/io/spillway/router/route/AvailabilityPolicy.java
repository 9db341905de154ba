package io.spillway.router.route;

/**
 * Decides whether a connector of this site is offered: advertised to the network, and connected
 * when a stream comes. Asked by the threads of all loops.
 */
@FunctionalInterface
public interface AvailabilityPolicy {

  /**
   * Decides.
   *
   * @param connector the connector's name
   * @param healthy whether its workload's last checks passed, or it is not checked at all
   * @return whether it is offered
   */
  boolean isOffered(String connector, boolean healthy);
}
