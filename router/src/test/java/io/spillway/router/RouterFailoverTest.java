package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.assertAlive;
import static io.spillway.router.TestSites.awaitPathCost;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.bytes;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.hold;
import static io.spillway.router.TestSites.howItEnds;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.router.admin.NetworkStatus.LinkStatus;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterFailoverTest {

  private final TestSites sites = new TestSites();

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void priority_moves_down_the_list_when_sites_are_aborted_and_back_up() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    int eastPort = east.linkAddress().getPort();
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 1)
                .connector("b", b.port())
                .multiKeyListener("shop", "{priority: {routingKeys: [a, b]}}"));
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "shop")).isEqualTo("a");

    east.abort();
    assertThat(whoServes(west, "shop")).isEqualTo("b");

    sites.start(site("east").access(eastPort).connector("a", a.port()));
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "shop")).isEqualTo("a");
  }

  @Test
  void frozen_site_is_noticed_and_serves_again_when_it_runs_on() throws Exception {
    AtomicBoolean open = new AtomicBoolean(true);
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east =
        sites.start(
            site("east").access().connector("a", a.port()),
            RouterOptions.defaults().with(o -> o.gate(open::get)));
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 1)
                .connector("b", b.port())
                .multiKeyListener("shop", "{priority: {routingKeys: [a, b]}}"));
    awaitSites(west, "west", "east");
    Socket held = connect(west, "shop");
    assertThat(name(held)).isEqualTo("a");

    open.set(false);
    long frozen = System.nanoTime();
    // Opened before west knows: it waits for the frozen site, and is then tried elsewhere.
    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertThat(System.nanoTime() - frozen).isLessThan(TimeUnit.SECONDS.toNanos(3));
    assertThat(west.reachableSites()).containsExactly("west");
    assertThatThrownBy(() -> held.getInputStream().read()).isInstanceOf(SocketException.class);

    open.set(true);
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "shop")).isEqualTo("a");
  }

  @Test
  void cut_link_resets_its_streams_and_comes_back() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router west = sites.start(site("west").link("to-east", proxy.port(), 1).listener("a"));
    awaitSites(west, "west", "east");
    Socket held = connect(west, "a");
    assertThat(name(held)).isEqualTo("a");

    proxy.cutAll(); // a clean end of every connection, as the far side of a proxy sees a reset

    assertThat(howItEnds(held)).isEqualTo("reset");
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  @Test
  void refused_connect_is_tried_at_the_next_destination_without_the_client_noticing()
      throws Exception {
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("k", b.port()));
    Router west =
        sites.start(
            site("west").link("to-east", east, 9).connector("k", freePort(), "none").listener("k"));
    awaitSites(west, "west", "east");

    assertThat(whoServes(west, "k")).isEqualTo("b");
    assertThat(west.stats().retries()).isEqualTo(1);
  }

  @Test
  void workload_refused_behind_a_link_is_tried_at_the_next_destination() throws Exception {
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("k", freePort(), "none"));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router west = sites.start(site("west").link("e", east, 1).link("n", north, 9).listener("k"));
    awaitSites(west, "west", "east", "north");

    assertThat(whoServes(west, "k")).isEqualTo("b");
  }

  @Test
  void destinations_behind_a_link_that_takes_no_new_connections_are_passed_over() throws Exception {
    Workload first = sites.with(Workload.named("first"));
    Workload second = sites.with(Workload.named("second"));
    Workload b = sites.with(Workload.named("b"));
    Router east =
        sites.start(
            site("east").access().connector("k", first.port()).connector("k", second.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router west =
        sites.start(
            site("west").link("e", proxy.port(), 1).link("n", north, 9).listener("k"),
            RouterOptions.defaults().with(o -> o.spareStreams(0)));
    awaitSites(west, "west", "east", "north");

    proxy.refuse();

    assertThat(whoServes(west, "k")).isEqualTo("b");
    assertThat(west.reachableSites()).contains("east");
    assertThat(west.stats().failovers()).isEqualTo(1);
  }

  @Test
  void link_on_which_no_stream_can_be_opened_is_left_out_though_it_is_up_until_one_can()
      throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    int eastPort = east.linkAddress().getPort();
    CuttingProxy proxy = sites.with(new CuttingProxy(eastPort));
    Router west =
        sites.start(
            site("west").link("cheap", proxy.port(), 1).link("dear", eastPort, 9).listener("a"),
            RouterOptions.defaults().with(o -> o.spareStreams(0)));
    awaitPathCost(west, "east", 1);

    proxy.refuse();

    assertThat(whoServes(west, "a")).isEqualTo("a");
    assertThat(west.network().sites())
        .filteredOn(site -> site.name().equals("east"))
        .singleElement()
        .satisfies(site -> assertThat(site.pathCost()).hasValue(9));
    LinkStatus cheap = link(west, "cheap");
    assertThat(cheap.up()).isFalse();
    assertThat(cheap.reason().orElseThrow()).startsWith("no stream connection can be opened: ");
    assertThat(west.linkCounters().linksLeftOut()).isEqualTo(1);
    assertThat(whoServes(west, "a")).isEqualTo("a");

    sites.with(new CuttingProxy(eastPort, proxy.port()));

    awaitPathCost(west, "east", 1);
    assertThat(link(west, "cheap").up()).isTrue();
    assertThat(link(west, "cheap").sessions()).as("sessions").isEqualTo(1);
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  private static LinkStatus link(Router router, String name) {
    return router.network().links().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void stream_that_is_too_many_on_its_link_is_tried_elsewhere() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east =
        sites.start(
            site("east").access().connector("k", a.port()),
            RouterOptions.defaults().with(o -> o.streamsPerLink(1)));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router west = sites.start(site("west").link("e", east, 1).link("n", north, 9).listener("k"));
    awaitSites(west, "west", "east", "north");

    try (Socket held = hold(west, "k", "a")) {
      assertThat(whoServes(west, "k")).isEqualTo("b");
      assertAlive(held);
    }

    await("room for another one").atMost(LIMIT).until(() -> east.stats().relaying() == 0);
    assertThat(whoServes(west, "k")).isEqualTo("a");
  }

  @Test
  void stream_that_the_site_on_the_way_cannot_pass_on_is_tried_elsewhere() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router middle =
        sites.start(
            site("middle").access().link("to-east", proxy.port(), 1),
            RouterOptions.defaults().with(o -> o.spareStreams(0)));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router west = sites.start(site("west").link("m", middle, 1).link("n", north, 9).listener("k"));
    awaitSites(west, "west", "middle", "east", "north");

    proxy.refuse();
    long refused = System.nanoTime();

    assertThat(whoServes(west, "k")).isEqualTo("b");
    assertThat(System.nanoTime() - refused).isLessThan(TimeUnit.SECONDS.toNanos(3));
    assertThat(west.reachableSites()).contains("east");
    assertThat(middle.stats().settingUp()).isZero();
  }

  @Test
  void stream_that_has_been_passed_on_to_a_frozen_site_is_tried_elsewhere() throws Exception {
    AtomicBoolean eastTurns = new AtomicBoolean(true);
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router east =
        sites.start(
            site("east").access().connector("k", a.port()),
            RouterOptions.defaults().with(o -> o.gate(eastTurns::get)));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router west = sites.start(site("west").link("m", middle, 1).link("n", north, 9).listener("k"));
    awaitSites(west, "west", "middle", "east", "north");

    eastTurns.set(false);

    assertThat(whoServes(west, "k")).isEqualTo("b");
    assertThat(middle.stats().reset()).as("streams that were on their way").isEqualTo(1);
    assertThat(west.stats().failovers()).isEqualTo(1);
  }

  @Test
  void client_is_reset_at_once_when_no_destination_is_left() throws Exception {
    Router west =
        sites.start(site("west").connector("k", freePort()).listener("k").listener("nobody"));

    for (String listener : List.of("k", "nobody")) {
      // So promptly that even the connect may see it.
      assertThatThrownBy(() -> connect(west, listener).getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    await("both clients counted").atMost(LIMIT).until(() -> west.stats().unserved() == 2);
  }

  @Test
  void other_path_to_the_same_site_is_used_when_the_cheap_one_is_cut() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    Router west =
        sites.start(site("west").link("cheap", middle, 1).link("dear", east, 100).listener("a"));
    awaitPathCost(west, "east", 2);
    await("the dear link, which counts when both its ends advertise it")
        .atMost(LIMIT)
        .until(() -> advertises(west, "west", "dear") && advertises(west, "east", "dear"));
    assertThat(whoServes(west, "a")).isEqualTo("a");
    await("the stream through the middle to end")
        .atMost(LIMIT)
        .until(() -> middle.stats().closed() == 1);

    middle.abort();

    assertThat(whoServes(west, "a")).isEqualTo("a");
    awaitSites(west, "west", "east");
  }

  private static boolean advertises(Router router, String site, String link) {
    return router.network().sites().stream()
        .filter(s -> s.name().equals(site))
        .flatMap(s -> s.links().stream())
        .anyMatch(end -> end.name().equals(link));
  }

  @Test
  void bytes_that_are_no_protocol_close_that_connection_and_nothing_else() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");

    try (Socket stranger =
        new Socket(InetAddress.getLoopbackAddress(), east.linkAddress().getPort())) {
      stranger.setSoTimeout((int) LIMIT.toMillis());
      stranger.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n"));
      assertThat(howItEnds(stranger)).isIn("end", "reset");
    }
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }
}
