package io.spillway.router.route;

/**
 * Decides when a peer that is silent is lost. (A peer whose connection ends is lost at once,
 * without asking.) Asked by one thread, every few tens of milliseconds for each link.
 */
@FunctionalInterface
public interface LivenessPolicy {

  /**
   * Decides.
   *
   * @param heartbeats what was heard from the peer
   * @param nowNanos the time now, on the clock of the history
   * @return whether the peer is lost
   */
  boolean isLost(Heartbeats heartbeats, long nowNanos);
}
