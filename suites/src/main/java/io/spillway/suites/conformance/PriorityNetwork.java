package io.spillway.suites.conformance;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A network in which clients at one site reach a priority multi-key listener, and each of its keys
 * is served at one or two sites of its own, each a link away, or at the clients' own. Sites and
 * listener are called as in {@link KeySites}.
 *
 * @param places where keys are served
 */
record PriorityNetwork(List<Place> places) {

  private static final int PORT = 8080;
  private static final int MOST_SITES = 2;

  /**
   * A site that serves a key, by a connector of the key's name.
   *
   * @param key the only key that it serves
   * @param site the site
   * @param cost of the link to it, or 0 if it is the clients' own
   */
  record Place(String key, String site, int cost) {}

  /** Copies the list. */
  PriorityNetwork {
    places = List.copyOf(places);
  }

  /**
   * {@return the network with a site for each of these keys}
   *
   * @param keys the listener's keys, most wanted first; one that is named twice has two sites
   * @param costs what the link to each of these sites costs, separated by blanks; 0 stands for the
   *     clients' own site
   * @throws IllegalArgumentException if there are not as many of the one as of the other, or if a
   *     key is named more than twice
   */
  static PriorityNetwork of(List<String> keys, String costs) {
    String[] cost = costs.split(" ", -1);
    if (cost.length != keys.size()) {
      throw new IllegalArgumentException("a cost for each of " + keys + " is needed, not " + costs);
    }
    List<Place> places = new ArrayList<>();
    for (String key : keys) {
      int index = places.size();
      int number = 1 + Collections.frequency(keys.subList(0, index), key);
      if (number > MOST_SITES) {
        throw new IllegalArgumentException("a key has two sites at the most, not as in " + keys);
      }
      int links = Integer.parseInt(cost[index]);
      String site = links == 0 ? KeySites.CLIENTS : KeySites.site(key, number);
      places.add(new Place(key, site, links));
    }
    return new PriorityNetwork(places);
  }

  /** {@return the listener's keys, most wanted first} */
  List<String> keys() {
    return places.stream().map(Place::key).distinct().toList();
  }

  /** {@return where this key is served} */
  Stream<Place> placesOf(String key) {
    return places.stream().filter(place -> place.key().equals(key));
  }

  /** {@return the most wanted key that is served at a place of which this holds} */
  String firstKey(Predicate<Place> isUp) {
    return keys().stream().filter(key -> placesOf(key).anyMatch(isUp)).findFirst().orElseThrow();
  }

  /**
   * {@return the network}
   *
   * @param name its name
   * @param readiness whether workloads tell whether they are ready
   */
  Network network(String name, boolean readiness) {
    NetworkBuilder network = NetworkBuilder.network(name);
    network.site(KeySites.CLIENTS).priority(KeySites.LISTENER, PORT, keys().toArray(String[]::new));
    int port = PORT;
    for (Place place : places) {
      port++;
      StandIn plain = new StandIn(place.key());
      if (place.cost() > 0) {
        network.site(KeySites.CLIENTS).link(place.site(), place.cost());
      }
      network
          .site(place.site())
          .connector(place.key(), place.key(), port, readiness ? plain.withReadiness() : plain);
    }
    return network.build();
  }
}
