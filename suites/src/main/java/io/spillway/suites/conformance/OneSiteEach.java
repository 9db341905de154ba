package io.spillway.suites.conformance;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.Map;
import java.util.function.Function;

/**
 * Networks in which clients at one site reach a weighted multi-key listener, and each of its keys
 * is served at a site of its own, one link of the default cost away.
 */
final class OneSiteEach {

  /** The site of the clients. */
  static final String CLIENTS = "west";

  /** The listener's name. */
  static final String LISTENER = "shop";

  private static final String SITE_PREFIX = "site-";
  private static final int PORT = 8080;

  private OneSiteEach() {}

  /** {@return the site at which this key is served, by a connector of the key's name} */
  static String site(String key) {
    return SITE_PREFIX + key;
  }

  /** {@return the network with workloads that answer at once} */
  static Network weighted(Map<String, Integer> weights) {
    return weighted(weights, StandIn::new);
  }

  /**
   * {@return the network}
   *
   * @param weights weight by routing key
   * @param workload by routing key
   */
  static Network weighted(Map<String, Integer> weights, Function<String, StandIn> workload) {
    NetworkBuilder network = NetworkBuilder.network("weighted");
    network.site(CLIENTS).weighted(LISTENER, PORT, weights);
    int port = PORT;
    for (String key : weights.keySet()) {
      port++;
      network.site(CLIENTS).link(site(key));
      network.site(site(key)).connector(key, key, port, workload.apply(key));
    }
    return network.build();
  }
}
