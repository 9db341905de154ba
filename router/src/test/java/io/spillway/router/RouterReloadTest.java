package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.assertAlive;
import static io.spillway.router.TestSites.awaitPathCost;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.hold;
import static io.spillway.router.TestSites.howItEnds;
import static io.spillway.router.TestSites.refuses;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.router.admin.NetworkStatus.LinkStatus;
import io.spillway.router.admin.Operations.Reloads;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.config.RouterConfig;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterReloadTest {

  private static final String CONTROLLED =
      "labels: {failover.linkerd.io/controlled-by: linkerd-failover}";

  private final TestSites sites = new TestSites();
  private Workload a;
  private Workload b;

  @BeforeEach
  void startWorkloads() {
    a = sites.with(Workload.namedEcho("a"));
    b = sites.with(Workload.namedEcho("b"));
  }

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void same_configuration_changes_nothing() throws Exception {
    RouterConfig config = site("west").connector("a", a.port()).listener("a").config();
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    int port = west.listenerAddress("a").getPort();
    Socket held = hold(west, "a", "a");

    assertThat(west.reload(config)).hasToString("nothing has changed");

    assertThat(west.listenerAddress("a").getPort()).isEqualTo(port);
    assertAlive(held);
  }

  @Test
  void listener_that_is_added_serves_beside_those_there_were() throws Exception {
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    Socket held = hold(west, "a", "a");

    assertThat(
            west.reload(
                site("west")
                    .connector("a", a.port())
                    .listener("a")
                    .connector("b", b.port())
                    .listener("b")
                    .config()))
        .hasToString(
            "Listener 'b' added (127.0.0.1:0); Connector 'b-"
                + b.port()
                + "' added (127.0.0.1:"
                + b.port()
                + ")");

    assertThat(whoServes(west, "b")).isEqualTo("b");
    assertAlive(held);
  }

  @Test
  void listener_that_is_removed_takes_nobody_and_keeps_whom_it_has() throws Exception {
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    int port = west.listenerAddress("a").getPort();
    Socket held = hold(west, "a", "a");

    west.reload(site("west").connector("a", a.port()).config());

    assertThat(refuses(port)).isTrue();
    assertThatThrownBy(() -> west.listenerAddress("a"))
        .hasMessage("site west has no listener 'a'; it has []");
    assertAlive(held);
  }

  @Test
  void listener_that_is_moved_serves_at_the_new_port_only() throws Exception {
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    int before = west.listenerAddress("a").getPort();
    int after = freePort();
    Socket held = hold(west, "a", "a");

    assertThat(west.reload(site("west").connector("a", a.port()).listener("a", after).config()))
        .hasToString("Listener 'a' moved (127.0.0.1:0 -> 127.0.0.1:" + after + ")");

    assertThat(west.listenerAddress("a").getPort()).isEqualTo(after);
    assertThat(whoServes(west, "a")).isEqualTo("a");
    assertThat(refuses(before)).isTrue();
    assertAlive(held);
  }

  @Test
  void port_is_handed_from_one_listener_to_another_without_being_closed() throws Exception {
    int port = freePort();
    Router west =
        sites.start(
            site("west").connector("a", a.port()).connector("b", b.port()).listener("a", port));
    Socket held = hold(west, "a", "a");

    west.reload(
        site("west")
            .connector("a", a.port())
            .connector("b", b.port())
            .listener("b", port)
            .config());

    assertThat(west.listenerAddress("b").getPort()).isEqualTo(port);
    assertThat(whoServes(west, "b")).isEqualTo("b");
    assertAlive(held);
  }

  @Test
  void weights_and_keys_change_for_new_clients() throws Exception {
    Router west = sites.start(shop("{weighted: {routingKeys: {a: 1, b: 0}}}"));
    Socket held = hold(west, "shop", "a");

    assertThat(west.reload(shop("{weighted: {routingKeys: {a: 0, b: 3}}}").config()))
        .hasToString("Listener 'shop' changed (weighted {a=1, b=0} -> weighted {a=0, b=3})");

    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertAlive(held);
  }

  @Test
  void strategy_is_immutable_and_nothing_else_is_changed_either() throws Exception {
    Router west = sites.start(shop("{weighted: {routingKeys: {a: 1, b: 0}}}"));
    Socket held = hold(west, "shop", "a");

    assertThatThrownBy(
            () -> west.reload(shop("{priority: {routingKeys: [b]}}").listener("new").config()))
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessage(
            "listener 'shop' cannot change from a MultiKeyListener with the strategy weighted to a"
                + " MultiKeyListener with the strategy priority: a listener's kind and a"
                + " MultiKeyListener's strategy are immutable. Add a listener of another name"
                + " instead.");

    assertThat(whoServes(west, "shop")).isEqualTo("a");
    assertThatThrownBy(() -> west.listenerAddress("new"))
        .isInstanceOf(IllegalArgumentException.class);
    assertAlive(held);
  }

  @Test
  void listener_that_becomes_a_multi_key_listener_is_refused() throws Exception {
    Router west = sites.start(shopOf("a"));

    assertThatThrownBy(() -> west.reload(shop("{priority: {routingKeys: [b]}}").config()))
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessage(
            "listener 'shop' cannot change from a Listener to a MultiKeyListener with the strategy"
                + " priority: a listener's kind and a MultiKeyListener's strategy are immutable."
                + " Add a listener of another name instead.");

    assertThat(whoServes(west, "shop")).isEqualTo("a");
  }

  @Test
  void traffic_split_comes_to_a_listener_and_goes_again_and_its_clients_stay() throws Exception {
    Router west = sites.start(shopOf("a"));
    int port = west.listenerAddress("shop").getPort();
    Socket before = hold(west, "shop", "a");

    assertThat(west.reload(shopOf("a").split(CONTROLLED, "shop", backends(0, 1)).config()))
        .hasToString(
            "Listener 'shop' changed (single [a] -> split {a=0, b=1}, primary a, controlled)");
    assertThat(whoServes(west, "shop")).isEqualTo("a"); // the primary, whatever its weight

    assertThat(west.reload(shopOf("a").split("", "shop", backends(0, 1)).config()))
        .hasToString(
            "Listener 'shop' changed (split {a=0, b=1}, primary a, controlled"
                + " -> split {a=0, b=1}, primary a)");
    Socket split = hold(west, "shop", "b");

    assertThat(west.reload(shopOf("a").config()))
        .hasToString("Listener 'shop' changed (split {a=0, b=1}, primary a -> single [a])");
    assertThat(whoServes(west, "shop")).isEqualTo("a");
    assertThat(west.listenerAddress("shop").getPort()).isEqualTo(port);
    assertAlive(before);
    assertAlive(split);
  }

  @Test
  void weights_of_a_traffic_split_change_for_new_clients() throws Exception {
    Router west = sites.start(shopOf("a").split("", "shop", backends(1, 0)));
    Socket held = hold(west, "shop", "a");

    assertThat(west.reload(shopOf("a").split("", "shop", backends(0, 3)).config()))
        .hasToString(
            "Listener 'shop' changed (split {a=1, b=0}, primary a -> split {a=0, b=3}, primary a)");

    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertAlive(held);
  }

  @Test
  void primary_of_a_traffic_split_changes_for_new_clients() throws Exception {
    Router west = sites.start(shopOf("a").split(CONTROLLED, "shop", backends(1, 0)));
    Socket held = hold(west, "shop", "a");
    String named = CONTROLLED + ", annotations: {failover.linkerd.io/primary-service: b}";

    assertThat(west.reload(shopOf("a").split(named, "shop", backends(1, 0)).config()))
        .hasToString(
            "Listener 'shop' changed (split {a=1, b=0}, primary a, controlled"
                + " -> split {a=1, b=0}, primary b, controlled)");

    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertAlive(held);
  }

  @Test
  void label_of_a_traffic_split_comes_and_goes_for_new_clients() throws Exception {
    Router west = sites.start(shopOf("a").split("", "shop", backends(0, 1)));
    Socket byWeight = hold(west, "shop", "b");

    west.reload(shopOf("a").split(CONTROLLED, "shop", backends(0, 1)).config());
    Socket byPrimary = hold(west, "shop", "a");

    west.reload(shopOf("a").split("", "shop", backends(0, 1)).config());
    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertAlive(byWeight);
    assertAlive(byPrimary);
  }

  @Test
  void busy_port_and_another_site_name_are_refused_and_nothing_is_changed() throws Exception {
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    Socket held = hold(west, "a", "a");
    try (ServerSocket busy = new ServerSocket(0)) {
      int free = freePort();
      assertThatThrownBy(
              () ->
                  west.reload(
                      site("west").listener("x", free).listener("y", busy.getLocalPort()).config()))
          .isInstanceOf(ReloadRefusedException.class)
          .hasMessageContaining("listener 'y' cannot listen at 127.0.0.1:" + busy.getLocalPort());
      assertThat(refuses(free)).isTrue();
    }
    assertThatThrownBy(() -> west.reload(site("east").config()))
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessageContaining("cannot be changed from 'west' to 'east'");

    assertThat(whoServes(west, "a")).isEqualTo("a");
    assertAlive(held);
  }

  @Test
  void connector_that_is_removed_is_withdrawn_everywhere_and_its_streams_go_on() throws Exception {
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");
    Socket held = hold(west, "a", "a");

    east.reload(site("east").access().config());

    await("the key to be withdrawn").atMost(LIMIT).until(() -> west.network().keys().isEmpty());
    assertThatThrownBy(() -> connect(west, "a").getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertAlive(held);

    east.reload(site("east").access().connector("a", a.port()).config());
    await("the key to be back").atMost(LIMIT).until(() -> west.network().keys().size() == 1);
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  @Test
  void connector_that_is_moved_serves_new_clients_from_the_new_workload() throws Exception {
    RouterConfig before = named(a.port());
    RouterConfig after = named(b.port());
    Router west = Router.start(before);
    try (west) {
      Socket held = hold(west, "k", "a");

      assertThat(west.reload(after))
          .hasToString(
              "Connector 'c' moved (127.0.0.1:" + a.port() + " -> 127.0.0.1:" + b.port() + ")");

      assertThat(whoServes(west, "k")).isEqualTo("b");
      assertAlive(held);
      held.close();
    }
  }

  @Test
  void cost_of_a_link_changes_at_both_ends_and_the_link_and_its_streams_stay() throws Exception {
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitPathCost(west, "east", 1);
    Socket held = hold(west, "a", "a");

    assertThat(west.reload(site("west").link("to-east", east, 9).listener("a").config()))
        .hasToString("Link 'to-east' changed (cost 1 -> cost 9)");

    awaitPathCost(west, "east", 9);
    awaitPathCost(east, "west", 9);
    assertAlive(held);
    for (Router end : List.of(west, east)) {
      LinkStatus link = end.network().links().get(0);
      assertThat(link.sessions()).isEqualTo(1);
      assertThat(link.cost()).as(end.site()).isEqualTo(9);
      assertThat(link.up()).isTrue();
    }
    await("both ends to advertise the cost")
        .atMost(LIMIT)
        .until(
            () ->
                west.network().sites().stream()
                    .flatMap(site -> site.links().stream())
                    .allMatch(end -> end.cost() == 9));
  }

  @Test
  void link_is_added_moved_and_removed_and_streams_elsewhere_stay() throws Exception {
    Router east = sites.start(site("east").access().connector("x", a.port()));
    Router north = sites.start(site("north").access().connector("x", b.port()));
    Workload local = sites.with(Workload.namedEcho("local"));
    Router west = sites.start(site("west").connector("l", local.port()).listener("l"));
    Socket held = hold(west, "l", "local");

    west.reload(here(local).link("out", east, 1).config());
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "x")).isEqualTo("a");
    Socket onLink = hold(west, "x", "a");

    west.reload(here(local).link("out", north, 1).config());
    assertThat(howItEnds(onLink)).isEqualTo("reset");
    awaitSites(west, "west", "north");
    assertThat(whoServes(west, "x")).isEqualTo("b");

    west.reload(here(local).config());
    awaitSites(west, "west");
    assertThat(west.network().links()).isEmpty();
    assertAlive(held);
  }

  @Test
  void router_access_is_moved_and_removed_and_links_follow() throws Exception {
    Router east = sites.start(site("east").access().connector("a", a.port()).listener("a"));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");
    Socket held = hold(east, "a", "a");
    int after = freePort();

    east.reload(site("east").access(after).connector("a", a.port()).listener("a").config());
    awaitSites(west, "west");
    assertThat(east.linkAddress().getPort()).isEqualTo(after);
    west.reload(site("west").link("to-east", after, 1).listener("a").config());
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "a")).isEqualTo("a");

    east.reload(site("east").connector("a", a.port()).listener("a").config());
    awaitSites(west, "west");
    assertThatThrownBy(east::linkAddress).isInstanceOf(IllegalStateException.class);
    assertAlive(held);
  }

  @Test
  void router_that_ends_and_router_without_a_file_refuse() {
    Router west = sites.start(site("west"));

    assertThatThrownBy(west::reload)
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessageContaining("was not started from a file");
    west.close();
    assertThatThrownBy(() -> west.reload(site("west").config()))
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessage("the router of site west ends");
  }

  @Test
  void failure_that_nobody_expected_counts_as_a_refusal_and_changes_nothing() throws Exception {
    ConfigSource broken =
        () -> {
          throw new IllegalStateException("a defect");
        };
    Router west =
        sites.start(
            site("west").connector("a", a.port()).listener("a"),
            RouterOptions.defaults().with(o -> o.source(broken)));

    assertThatThrownBy(west::reload).hasMessage("a defect");

    assertThat(west.reloader().reloads()).isEqualTo(new Reloads(0, 1));
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  private TestSites.SiteFile shop(String strategy) {
    return site("west")
        .connector("a", a.port())
        .connector("b", b.port())
        .multiKeyListener("shop", strategy);
  }

  /** A Listener of that name, for a TrafficSplit to govern. */
  private TestSites.SiteFile shopOf(String key) {
    return site("west")
        .connector("a", a.port())
        .connector("b", b.port())
        .namedListener("shop", key);
  }

  private static String backends(int a, int b) {
    return "[{service: a, weight: " + a + "}, {service: b, weight: " + b + "}]";
  }

  private static TestSites.SiteFile here(Workload local) {
    return site("west").connector("l", local.port()).listener("l").listener("x");
  }

  private static RouterConfig named(int port) {
    String resource = "---\napiVersion: skupper.io/v2alpha1\nkind: ";
    return RouterConfig.parse(
        resource
            + "Site\nmetadata: {name: west}\n"
            + resource
            + "Listener\nmetadata: {name: k}\nspec: {host: 127.0.0.1, port: 0, routingKey: k}\n"
            + resource
            + "Connector\nmetadata: {name: c}\nspec: {host: 127.0.0.1, routingKey: k, port: "
            + port
            + "}\n",
        "test.yaml");
  }
}
