package io.spillway.router.route;

/**
 * What a path costs. Asked whenever the network changes, on one thread, link by link from the
 * router's own site.
 */
@FunctionalInterface
public interface PathCostPolicy {

  /**
   * Adds a link to a path.
   *
   * @param pathCost what the path costs so far; 0 at the router's own site (rule C2)
   * @param link the link that leads on
   * @param linkCost what that link costs, at least 1
   * @return what the longer path costs, not less than the shorter one
   */
  long with(long pathCost, LinkId link, int linkCost);
}
