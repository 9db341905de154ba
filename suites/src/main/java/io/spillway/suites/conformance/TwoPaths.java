package io.spillway.suites.conformance;

import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.List;

/**
 * One service at two sites, reached at two path costs from each of two ingress sites: what is the
 * cheap site for one ingress is the dear one for the other, for a router may break ties by name or
 * by age.
 *
 * <p>Costs c v d with c above 0: clients in the west reach the eastern site at c and the northern
 * one at d, and clients in the south the other way round. Costs 0 v d: clients and workloads share
 * the two sites.
 *
 * @param best cost of the cheapest path; 0 is a workload at the ingress site itself
 * @param alternative cost of the other path
 */
record TwoPaths(int best, int alternative) {

  /** The routing key, and the name of the service, its connectors and its listeners. */
  static final String KEY = "backend";

  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String WEST = "west";
  private static final String SOUTH = "south";
  private static final int LISTENER_PORT = 8080;
  private static final int WORKLOAD_PORT = 9090;

  /**
   * Which site is what.
   *
   * @param order {@code as named} or {@code swapped}
   * @param ingress where the clients are
   * @param cheapest the site at the end of the cheapest path
   * @param dear the site at the end of the other path
   */
  record Roles(String order, String ingress, String cheapest, String dear) {}

  /** {@return the sites' roles as named, and swapped} */
  List<Roles> roles() {
    return best == 0
        ? List.of(
            new Roles("as named", EAST, EAST, NORTH), new Roles("swapped", NORTH, NORTH, EAST))
        : List.of(
            new Roles("as named", WEST, EAST, NORTH), new Roles("swapped", SOUTH, NORTH, EAST));
  }

  /** {@return the network} */
  Network network() {
    NetworkBuilder network = NetworkBuilder.network("two-paths");
    network.site(EAST).connector(KEY, KEY, WORKLOAD_PORT);
    network.site(NORTH).connector(KEY, KEY, WORKLOAD_PORT);
    for (Roles roles : roles()) {
      network.site(roles.ingress()).listener(KEY, LISTENER_PORT, KEY);
    }
    if (best == 0) {
      network.site(EAST).link(NORTH, alternative);
    } else {
      network.site(WEST).link(EAST, best).link(NORTH, alternative);
      network.site(SOUTH).link(NORTH, best).link(EAST, alternative);
    }
    return network.build();
  }

  /** {@return the two costs, such as {@code 1 v 5}} */
  String words() {
    return best + " v " + alternative;
  }
}
