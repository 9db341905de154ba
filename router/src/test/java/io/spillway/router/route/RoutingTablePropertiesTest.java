package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Networks.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds routing tables of any network against a search without any cleverness. */
class RoutingTablePropertiesTest {

  private static final long NO_PATH = Long.MAX_VALUE / 4;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.spillway.router.route.Networks#seeds")
  void table_has_the_sites_costs_and_first_links_of_the_search(long seed) {
    Networks network = Networks.drawn(new SplittableRandom(seed));
    Map<String, Map<String, Long>> costs = floydWarshall(network);

    for (String from : network.sites()) {
      RoutingTable table = network.tableOf(from);
      for (String to : network.sites()) {
        long cost = costs.get(from).get(to);
        List<Long> found = table.routes(to).stream().map(RoutingTable.Route::pathCost).toList();
        assertThat(found)
            .as("cost from %s to %s", from, to)
            .isEqualTo(cost < NO_PATH ? List.of(cost) : List.of());
        assertThat(table.firstLinks(to))
            .as("first links from %s to %s", from, to)
            .isEqualTo(beginnings(network, costs, from, to));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.spillway.router.route.Networks#seeds")
  void stream_that_takes_any_first_link_at_each_site_arrives_and_pays_the_cost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Networks network = Networks.drawn(random);
    Map<LinkId, Link> links =
        network.links().stream().collect(Collectors.toMap(Link::id, link -> link));
    Map<String, RoutingTable> tables = new HashMap<>();
    network.sites().forEach(site -> tables.put(site, network.tableOf(site)));

    for (String from : network.sites()) {
      for (String to : tables.get(from).sites()) {
        String at = from;
        long paid = 0;
        int hops = 0;
        while (!at.equals(to)) {
          Link link = links.get(tables.get(at).firstLink(to, random).orElseThrow());
          paid += link.cost();
          at = link.peerOf(at);
          assertThat(++hops)
              .as("hops from %s to %s", from, to)
              .isLessThan(network.sites().size())
              .isLessThanOrEqualTo(tables.get(from).hopLimit());
        }
        assertThat(paid).isEqualTo(tables.get(from).routes(to).get(0).pathCost());
      }
    }
  }

  private static List<LinkId> beginnings(
      Networks network, Map<String, Map<String, Long>> costs, String from, String to) {
    if (from.equals(to) || costs.get(from).get(to) >= NO_PATH) {
      return List.of();
    }
    return network.links().stream()
        .filter(link -> link.touches(from))
        .filter(
            link -> link.cost() + costs.get(link.peerOf(from)).get(to) == costs.get(from).get(to))
        .map(Link::id)
        .sorted()
        .toList();
  }

  private static Map<String, Map<String, Long>> floydWarshall(Networks network) {
    Map<String, Map<String, Long>> costs = new HashMap<>();
    for (String from : network.sites()) {
      costs.put(from, new HashMap<>());
      network.sites().forEach(to -> costs.get(from).put(to, from.equals(to) ? 0 : NO_PATH));
    }
    for (Link link : network.links()) {
      costs.get(link.from()).merge(link.to(), (long) link.cost(), Math::min);
      costs.get(link.to()).merge(link.from(), (long) link.cost(), Math::min);
    }
    for (String via : network.sites()) {
      for (String from : network.sites()) {
        for (String to : network.sites()) {
          long through = costs.get(from).get(via) + costs.get(via).get(to);
          costs.get(from).merge(to, through, Math::min);
        }
      }
    }
    return costs;
  }
}
