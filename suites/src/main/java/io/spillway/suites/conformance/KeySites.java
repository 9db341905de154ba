package io.spillway.suites.conformance;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.Map;
import java.util.function.Function;

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

  /**
   * Where a key is served.
   *
   * @param sites how many sites serve it, at least 1
   * @param workloads how many workloads do at each of them, at least 1
   */
  record Places(int sites, int workloads) {

    /** One workload at a site. */
    static final Places ONE = new Places(1, 1);

    /** {@return one workload at each of so many sites} */
    static Places sites(int number) {
      return new Places(number, 1);
    }
  }

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
    return SITE_PREFIX + connector(key, number);
  }

  /**
   * {@return a connector of the key at each of its sites, and its workload}
   *
   * @param number counted from 1
   */
  static String connector(String key, int number) {
    return key + (number == 1 ? "" : "-" + number);
  }

  /** {@return the network with one site for each key, and with workloads that answer at once} */
  static Network weighted(Map<String, Integer> weights) {
    return weighted(weights, key -> Places.ONE, StandIn::new);
  }

  /**
   * {@return the network with one site for each key}
   *
   * @param weights weight by routing key
   * @param workload by its connector, which has the key's name
   */
  static Network weighted(Map<String, Integer> weights, Function<String, StandIn> workload) {
    return weighted(weights, key -> Places.ONE, workload);
  }

  /**
   * {@return the network}
   *
   * @param weights weight by routing key
   * @param places by routing key
   * @param workload by its connector
   */
  static Network weighted(
      Map<String, Integer> weights,
      Function<String, Places> places,
      Function<String, StandIn> workload) {
    NetworkBuilder network = NetworkBuilder.network("weighted");
    network.site(CLIENTS).weighted(LISTENER, PORT, weights);
    int port = PORT;
    for (String key : weights.keySet()) {
      for (int site = 1; site <= places.apply(key).sites(); site++) {
        network.site(CLIENTS).link(site(key, site));
        for (int number = 1; number <= places.apply(key).workloads(); number++) {
          port++;
          String connector = connector(key, number);
          network.site(site(key, site)).connector(connector, key, port, workload.apply(connector));
        }
      }
    }
    return network.build();
  }
}
