package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.RoutingTable.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

  private static final LinkId LINK_0 = new LinkId("west", "link-0");
  private static final LinkId LINK_1 = new LinkId("west", "link-1");

  @Test
  void local_connector_costs_nothing() {
    RoutingTable table = new Networks().connector("west", "k").tableOf("west");

    assertThat(table.routes("k"))
        .containsExactly(new Route(new Destination("west", "connector-k"), 0));
    assertThat(table.firstLinks("west")).isEmpty();
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
    assertThat(table.firstLinks("east")).containsExactly(LINK_1);
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

    assertThat(table.firstLinks("east")).containsExactly(LINK_1);
  }

  @Test
  void paths_of_equal_cost_are_all_kept_however_many_links_they_have() {
    RoutingTable table =
        new Networks()
            .link("west", "east", 2)
            .link("west", "north", 1)
            .link("north", "east", 1)
            .tableOf("west");

    assertThat(table.firstLinks("east")).containsExactly(LINK_0, LINK_1);
  }

  @Test
  void stream_takes_each_of_the_equal_paths_with_the_same_chance() {
    RoutingTable table =
        new Networks().link("west", "east", 3).link("west", "east", 3).tableOf("west");
    SplittableRandom random = new SplittableRandom(11);
    Map<LinkId, Integer> taken = new HashMap<>();

    for (int i = 0; i < 10_000; i++) {
      taken.merge(table.firstLink("east", random).orElseThrow(), 1, Integer::sum);
    }

    // 5 standard deviations of a fair share are 250
    assertThat(taken.get(LINK_0)).isBetween(5_000 - 250, 5_000 + 250);
    assertThat(taken).containsOnlyKeys(LINK_0, LINK_1);
  }

  @Test
  void equal_path_that_is_lost_leaves_the_others() {
    Networks network =
        new Networks()
            .link("west", "north", 1)
            .link("north", "east", 1)
            .link("west", "south", 1)
            .link("south", "east", 1)
            .blind("north");

    assertThat(network.tableOf("west").firstLinks("east"))
        .containsExactly(new LinkId("west", "link-2"));
  }

  @Test
  void link_declared_at_either_end_is_two_links_each_with_its_own_cost() {
    RoutingTable unequal =
        new Networks()
            .link("west", "east", 2)
            .link("east", "west", 5)
            .connector("east", "k")
            .tableOf("west");
    Networks equal = new Networks().link("west", "east", 2).link("east", "west", 2);
    LinkId fromEast = new LinkId("east", "link-1");

    assertThat(unequal.routes("k").get(0).pathCost()).isEqualTo(2);
    assertThat(unequal.firstLinks("east")).containsExactly(LINK_0);
    assertThat(equal.tableOf("west").firstLinks("east")).containsExactly(fromEast, LINK_0);
    assertThat(equal.tableOf("east").firstLinks("west")).containsExactly(fromEast, LINK_0);
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
                    List.of(new Service("c", "k"))),
                new Advertisement("east", 1, 1, List.of(new LinkEnd(id, "west", 1)), List.of())));

    assertThat(table.routes("k").get(0).pathCost()).isEqualTo(7);
  }

  @Test
  void cost_of_a_path_is_what_the_policy_makes_of_its_links_one_by_one() {
    Networks chain =
        new Networks()
            .link("west", "middle", 4)
            .link("middle", "east", 9)
            .link("west", "north", 10)
            .link("north", "east", 10)
            .connector("east", "k");

    assertThat(chain.tableOf("west").pathCost("east")).hasValue(13);
    RoutingTable dearest =
        RoutingTable.of(
            "west", chain.advertisements(), (cost, link, linkCost) -> Math.max(cost, linkCost));
    assertThat(dearest.pathCost("east")).hasValue(9);
  }

  @Test
  void site_that_claims_an_end_of_a_link_of_others_gets_no_path() {
    LinkId id = new LinkId("west", "link");
    RoutingTable table =
        RoutingTable.of(
            "west",
            List.of(
                new Advertisement("west", 1, 1, List.of(new LinkEnd(id, "east", 1)), List.of()),
                new Advertisement("east", 1, 1, List.of(new LinkEnd(id, "west", 1)), List.of()),
                new Advertisement("liar", 1, 1, List.of(new LinkEnd(id, "west", 1)), List.of())));

    assertThat(table.sites()).containsExactlyInAnyOrder("west", "east");
  }

  @Test
  void hop_limit_lets_the_longest_chain_of_50_sites_through_and_fits_its_field() {
    Networks chain = new Networks().site("s0");
    for (int i = 1; i < 50; i++) {
      chain.link("s" + (i - 1), "s" + i, 1);
    }
    assertThat(chain.tableOf("s0").hopLimit()).isEqualTo(100);
    assertThat(new Networks().site("alone").tableOf("alone").hopLimit()).isEqualTo(2);
    for (int i = 50; i < 300; i++) {
      chain.link("s" + (i - 1), "s" + i, 1);
    }
    assertThat(chain.tableOf("s0").hopLimit()).isEqualTo(255);
  }
}
