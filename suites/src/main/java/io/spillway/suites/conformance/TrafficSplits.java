package io.spillway.suites.conformance;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Networks in which clients use listeners that TrafficSplits govern. The primary's workload is
 * where the clients are, the others are at two more sites that are not equally dear to reach: a
 * split asks for readiness, and not for cost.
 */
final class TrafficSplits {

  /** The site of the clients, and of the primary. */
  static final String CLIENTS = "west";

  private static final List<String> OTHERS = List.of("east", "north");
  private static final int LISTENER_PORT = 8080;
  private static final int WORKLOAD_PORT = 9090;

  private final Map<String, String> siteOfBackend;

  /**
   * Backends with a workload each.
   *
   * @param primary the one at the clients' site
   * @param secondaries the ones at the other sites, by turns
   */
  TrafficSplits(String primary, List<String> secondaries) {
    siteOfBackend = new LinkedHashMap<>();
    siteOfBackend.put(primary, CLIENTS);
    for (int i = 0; i < secondaries.size(); i++) {
      siteOfBackend.put(secondaries.get(i), OTHERS.get(i % OTHERS.size()));
    }
  }

  /** {@return the site of each backend} */
  Map<String, String> siteOfBackend() {
    return siteOfBackend;
  }

  /** {@return the network, with these splits by the listener that each of them governs} */
  Network network(Map<String, Strategy.Split> splits) {
    NetworkBuilder network = NetworkBuilder.network("traffic-split");
    var clients = network.site(CLIENTS);
    int cost = 1;
    for (String other : OTHERS) {
      clients.link(other, cost);
      cost += 4;
    }
    int port = LISTENER_PORT;
    for (Map.Entry<String, Strategy.Split> split : new TreeMap<>(splits).entrySet()) {
      clients
          .listener(split.getKey(), port, split.getKey())
          .split(split.getKey(), split.getValue());
      port++;
    }
    port = WORKLOAD_PORT;
    for (Map.Entry<String, String> backend : siteOfBackend.entrySet()) {
      String name = backend.getKey();
      network
          .site(backend.getValue())
          .connector(name, name, port, new StandIn(name).withReadiness());
      port++;
    }
    return network.build();
  }

  /** {@return a split that is controlled, with a primary that is declared} */
  static Strategy.Split controlled(String primary, Map<String, Integer> weights) {
    return new Strategy.Split(weights, Optional.of(primary), true);
  }

  /** {@return a split that is controlled, with nothing said of its primary} */
  static Strategy.Split controlled(Map<String, Integer> weights) {
    return new Strategy.Split(weights, Optional.empty(), true);
  }

  /** {@return a split that nobody controls} */
  static Strategy.Split uncontrolled(Map<String, Integer> weights) {
    return new Strategy.Split(weights, Optional.empty(), false);
  }

  /**
   * {@return weights of backends, in this order}
   *
   * @param weights each as {@code backend=weight}
   */
  static Map<String, Integer> weights(String... weights) {
    Map<String, Integer> all = new LinkedHashMap<>();
    for (String weight : weights) {
      String[] parts = weight.split("=", 2);
      all.put(parts[0], Integer.valueOf(parts[1]));
    }
    return all;
  }
}
