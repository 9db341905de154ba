package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.RoutingTable.Route;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTableTest {

  @Test
  void local_connector_costs_nothing() {
    RoutingTable table = new Networks().connector("west", "k").tableOf("west");

    assertThat(table.routes("k"))
        .containsExactly(new Route(new Destination("west", "connector-k"), 0));
    assertThat(table.firstLink("west")).isEmpty();
  }

  @Test
  void path_costs_the_sum_of_its_links_and_not_their_number() {
    RoutingTable table =
        new Networks()
            .link("west", "east", 10)
            .link("west", "north", 3)
            .link("north", "south", 3)
            .link("south", "east", 3)
            .connector("east", "k")
            .tableOf("west");

    assertThat(table.routes("k").get(0).pathCost()).isEqualTo(9);
    assertThat(table.firstLink("east")).contains(new LinkId("west", "link-1"));
  }

  @Test
  void routes_of_a_key_come_nearest_first() {
    RoutingTable table =
        new Networks()
            .link("west", "east", 10)
            .link("west", "north", 3)
            .connector("east", "k")
            .connector("north", "k")
            .connector("west", "k")
            .tableOf("west");

    assertThat(table.routes("k")).extracting(Route::pathCost).containsExactly(0L, 3L, 10L);
  }

  @Test
  void cheaper_of_two_links_between_the_same_sites_is_used() {
    RoutingTable table =
        new Networks().link("west", "east", 10).link("west", "east", 2).tableOf("west");

    assertThat(table.firstLink("east")).contains(new LinkId("west", "link-1"));
  }

  @Test
  void link_that_only_one_end_sees_does_not_count() {
    RoutingTable table =
        new Networks().link("west", "east", 1).connector("east", "k").blind("east").tableOf("west");

    assertThat(table.routes("k")).isEmpty();
    assertThat(table.sites()).containsExactly("west");
    assertThat(table.keys()).isEmpty();
  }

  @Test
  void cost_is_the_one_that_the_dialler_says() {
    LinkId id = new LinkId("west", "link");
    RoutingTable table =
        RoutingTable.of(
            "east",
            List.of(
                new Advertisement(
                    "west",
                    1,
                    1,
                    List.of(new LinkEnd(id, "east", 7)),
                    List.of(new Advertisement.Service("c", "k"))),
                new Advertisement("east", 1, 1, List.of(new LinkEnd(id, "west", 1)), List.of())));

    assertThat(table.routes("k").get(0).pathCost()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void costs_are_those_of_a_search_without_any_cleverness(long seed) {
    Random random = new Random(seed);
    int sites = 2 + random.nextInt(12);
    long[][] cost = new long[sites][sites];
    Networks network = new Networks();
    for (int i = 0; i < sites; i++) {
      network.site("s" + i).connector("s" + i, "k" + i);
      Arrays.fill(cost[i], Integer.MAX_VALUE);
      cost[i][i] = 0;
    }
    for (int n = random.nextInt(3 * sites); n > 0; n--) {
      int from = random.nextInt(sites);
      int to = random.nextInt(sites);
      if (from != to) {
        int linkCost = 1 + random.nextInt(20);
        network.link("s" + from, "s" + to, linkCost);
        cost[from][to] = Math.min(cost[from][to], linkCost);
        cost[to][from] = cost[from][to];
      }
    }
    for (int via = 0; via < sites; via++) { // Floyd and Warshall
      for (int from = 0; from < sites; from++) {
        for (int to = 0; to < sites; to++) {
          cost[from][to] = Math.min(cost[from][to], cost[from][via] + cost[via][to]);
        }
      }
    }
    RoutingTable table = network.tableOf("s0");
    Map<String, Long> expected = new HashMap<>();
    Map<String, Long> found = new HashMap<>();
    for (int i = 0; i < sites; i++) {
      if (cost[0][i] < Integer.MAX_VALUE) {
        expected.put("k" + i, cost[0][i]);
      }
      String key = "k" + i;
      table.routes(key).forEach(route -> found.put(key, route.pathCost()));
    }

    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void following_first_links_from_site_to_site_arrives(long seed) {
    Random random = new Random(seed);
    Networks network = new Networks();
    Map<LinkId, String[]> ends = new HashMap<>();
    int links = 0;
    for (int i = 1; i < 15; i++) {
      for (int n = 0; n < 2; n++) {
        String from = "s" + i;
        String to = "s" + random.nextInt(i);
        network.link(from, to, 1 + random.nextInt(3)); // many ties
        ends.put(new LinkId(from, "link-" + links++), new String[] {from, to});
      }
    }
    for (int from = 0; from < 15; from++) {
      String at = "s" + from;
      for (int hops = 0; !at.equals("s14"); hops++) {
        assertThat(hops).as("hops from s%d to s14", from).isLessThan(15);
        String[] link = ends.get(network.tableOf(at).firstLink("s14").orElseThrow());
        at = link[0].equals(at) ? link[1] : link[0];
      }
    }
  }
}
