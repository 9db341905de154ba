package io.spillway.harness.driver;

import io.spillway.harness.topology.Site;
import java.util.Map;

/**
 * A site with every address filled in, as its router sees them.
 *
 * @param site what is declared there
 * @param bindHost the address at which the router listens, for clients and for links
 * @param linkPort the port at which the router listens for links from other sites
 * @param listenerPorts the port to listen at, by the name of the listener (of either kind)
 * @param peers where the other end of a link is reached, by the link's name
 * @param workloads where a workload is reached, by the connector's name
 * @param readiness where a workload that tells whether it is ready does so, over HTTP at {@value
 *     #READINESS_PATH}, by the connector's name; without those that do not tell
 */
public record SitePlan(
    Site site,
    String bindHost,
    int linkPort,
    Map<String, Integer> listenerPorts,
    Map<String, HostPort> peers,
    Map<String, HostPort> workloads,
    Map<String, HostPort> readiness) {

  /** A GET for this path is answered with 200 by a workload that is ready, else with 503. */
  public static final String READINESS_PATH = "/ready";

  /** Copies the maps. */
  public SitePlan {
    listenerPorts = Map.copyOf(listenerPorts);
    peers = Map.copyOf(peers);
    workloads = Map.copyOf(workloads);
    readiness = Map.copyOf(readiness);
  }

  /**
   * Where something listens.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   */
  public record HostPort(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
