package io.spillway.suites.conformance;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Networks in which clients at one site reach a weighted multi-key listener, and each of its keys
 * is served at sites of its own, mostly a single one, each a link of the default cost away.
 */
final class KeySites {

  /** The site of the clients. */
  static final String CLIENTS = "west";

  /** The listener's name. */
  static final String LISTENER = "shop";

  private static final String SITE_PREFIX = "site-";
  private static final int PORT = 8080;

  private KeySites() {}

  /** {@return the first site at which this key is served, by a connector of the key's name} */
  static String site(String key) {
    return site(key, 1);
  }

  /**
   * {@return a site at which this key is served, by a connector of the key's name}
   *
   * @param number counted from 1
   */
  static String site(String key, int number) {
    return SITE_PREFIX + key + (number == 1 ? "" : "-" + number);
  }

  /** {@return the network with one site for each key, and with workloads that answer at once} */
  static Network weighted(Map<String, Integer> weights) {
    return weighted(weights, key -> 1, StandIn::new);
  }

  /**
   * {@return the network with one site for each key}
   *
   * @param weights weight by routing key
   * @param workload by routing key
   */
  static Network weighted(Map<String, Integer> weights, Function<String, StandIn> workload) {
    return weighted(weights, key -> 1, workload);
  }

  /**
   * {@return the network}
   *
   * @param weights weight by routing key
   * @param sites by routing key how many sites serve it, at least 1
   * @param workload by routing key
   */
  static Network weighted(
      Map<String, Integer> weights,
      ToIntFunction<String> sites,
      Function<String, StandIn> workload) {
    NetworkBuilder network = NetworkBuilder.network("weighted");
    network.site(CLIENTS).weighted(LISTENER, PORT, weights);
    int port = PORT;
    for (String key : weights.keySet()) {
      for (int number = 1; number <= sites.applyAsInt(key); number++) {
        port++;
        network.site(CLIENTS).link(site(key, number));
        network.site(site(key, number)).connector(key, key, port, workload.apply(key));
      }
    }
    return network.build();
  }
}
