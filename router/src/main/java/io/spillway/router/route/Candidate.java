package io.spillway.router.route;

/**
 * A destination that is reachable now, as it looks from this ingress.
 *
 * @param destination the destination
 * @param pathCost the sum of the link costs on the cheapest path to it; 0 if it is local (rules C2,
 *     C3)
 * @param open the connections that this ingress has open to it now, counted from the moment it was
 *     chosen to the end of the stream (rule C6)
 */
public record Candidate(Destination destination, long pathCost, int open) {

  /** {@return path cost plus open connections (rule C5; rhsi-5, Understanding link cost)} */
  public long perceivedCost() {
    return pathCost + open;
  }
}
