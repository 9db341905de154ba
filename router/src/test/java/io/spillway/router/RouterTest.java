package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private final TestSites sites = new TestSites();

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void local_workload_is_reached() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router west = sites.start(site("west").listener("backend").connector("backend", a.port()));

    assertThat(whoServes(west, "backend")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void workload_behind_a_link_is_reached_from_both_ends(int loops) throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    RouterOptions options = RouterOptions.defaults().with(o -> o.loops(loops));
    Router east =
        sites.start(
            site("east").access().listener("at-west").connector("at-east", a.port()), options);
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 5)
                .listener("at-east")
                .connector("at-west", b.port()),
            options);
    awaitSites(west, "west", "east");
    awaitSites(east, "west", "east");

    for (int i = 0; i < 50; i++) { // far more than there are spare connections
      assertThat(whoServes(west, "at-east")).isEqualTo("a");
      assertThat(whoServes(east, "at-west")).isEqualTo("b");
    }
  }

  @Test
  void many_clients_at_once_get_connections_that_the_other_site_has_to_dial() throws Exception {
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().listener("at-west"));
    Router west = sites.start(site("west").link("to-east", east, 5).connector("at-west", b.port()));
    awaitSites(east, "west", "east");

    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      held.add(connect(east, "at-west"));
    }
    for (Socket socket : held) {
      assertThat(name(socket)).isEqualTo("b");
      socket.close();
    }
    assertThat(west.site()).isEqualTo("west");
  }

  @Test
  void three_sites_in_a_row_serve_through_the_middle() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    Router west = sites.start(site("west").link("to-middle", middle, 1).listener("a"));
    awaitSites(west, "west", "middle", "east");

    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  @Test
  void weighted_listener_divides_over_sites_in_proportion() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("b", b.port()));
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 50)
                .connector("a", a.port())
                .multiKeyListener("shop", "{weighted: {routingKeys: {a: 25, b: 75}}}"));
    awaitSites(west, "west", "east");

    int servedByA = 0;
    for (int i = 0; i < 400; i++) {
      servedByA += whoServes(west, "shop").equals("a") ? 1 : 0;
    }
    // 100 are expected; the seed is fixed, and so is the number of choices
    assertThat(servedByA).isBetween(60, 140);
  }

  @Test
  void cheapest_path_takes_held_connections_until_they_exceed_the_other_cost() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("k", b.port()));
    Router west =
        sites.start(site("west").link("to-east", east, 5).connector("k", a.port()).listener("k"));
    awaitSites(west, "west", "east");

    List<Socket> held = new ArrayList<>();
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = connect(west, "k");
      held.add(socket);
      served.add(name(socket));
    }
    assertThat(served.subList(0, 5)).containsOnly("a"); // 0 to 4 open: below the other cost
    assertThat(served.subList(0, 7)).contains("b"); // 5 open: a tie; 6: b is cheaper
    assertThat(served.subList(7, 20)).contains("a", "b");
    for (Socket socket : held) {
      socket.close();
    }
    await("streams to end").atMost(LIMIT).until(() -> west.stats().relaying() == 0);
    assertThat(whoServes(west, "k")).isEqualTo("a");
  }
}
