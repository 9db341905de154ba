package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.bytes;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.hold;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterAdminTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final TestSites sites = new TestSites();

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void network_shows_sites_links_keys_costs_and_open_connections() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 7).listener("k"), admin());
    awaitSites(west, "west", "east");
    try (Socket held = hold(west, "k", "a")) {
      assertThat(held.isConnected()).isTrue();

      JsonNode network = new ObjectMapper().readTree(get(west, "/network").body());

      assertThat(network.at("/site").asText()).isEqualTo("west");
      assertThat(network.at("/sites/0/name").asText()).isEqualTo("east");
      assertThat(network.at("/sites/0/pathCost").asLong()).isEqualTo(7);
      assertThat(network.at("/sites/0/links/0/peer").asText()).isEqualTo("west");
      assertThat(network.at("/sites/0/connectors/0/routingKey").asText()).isEqualTo("k");
      assertThat(network.at("/sites/1/pathCost").asLong()).isZero();
      assertThat(network.at("/links/0/name").asText()).isEqualTo("to-east");
      assertThat(network.at("/links/0/dialler").asText()).isEqualTo("west");
      assertThat(network.at("/links/0/peer").asText()).isEqualTo("east");
      assertThat(network.at("/links/0/cost").asInt()).isEqualTo(7);
      assertThat(network.at("/links/0/up").asBoolean()).isTrue();
      assertThat(network.at("/links/0/since").asText()).matches("\\d{4}-.*Z");
      assertThat(network.at("/keys/0/name").asText()).isEqualTo("k");
      assertThat(network.at("/keys/0/destinations/0/open").asInt()).isEqualTo(1);
      assertThat(network.at("/keys/0/destinations/0/perceivedCost").asLong()).isEqualTo(8);
      assertThat(network.at("/listeners/0/port").asInt())
          .isEqualTo(west.listenerAddress("k").getPort());
      assertThat(network.at("/listeners/0/strategy").asText()).isEqualTo("single");
      assertThat(network.at("/listeners/0/open").asInt()).isEqualTo(1);
      assertThat(east.network().connectors().get(0).routingKey()).isEqualTo("k");
      assertThat(east.network().links().get(0).dialler()).isEqualTo("west");
    }
  }

  @Test
  void metrics_count_clients_bytes_retries_and_failovers_by_listener_key_and_connector()
      throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    int gone = freePort();
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 9)
                .connector("k", gone, "none")
                .listener("k")
                .listener("nobody"),
            admin());
    awaitSites(west, "west", "east");
    try (Socket client = hold(west, "k", "a")) { // tried here first, then served there
      client.getOutputStream().write(bytes("12345"));
      assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
    }
    assertThatThrownBy(() -> connect(west, "nobody").getInputStream().read()).isNotNull();
    await("both clients to be gone")
        .atMost(LIMIT)
        .until(() -> west.stats().closed() == 1 && west.stats().unserved() == 1);

    String served =
        "connector=\"k-" + a.port() + "\",%slistener=\"k\",%srouting_key=\"k\",site=\"east\"";
    assertThat(get(west, "/metrics").body().lines())
        .contains(
            "# TYPE spillway_router_connections_total counter",
            "# HELP spillway_router_failovers_total Clients served by another destination than the"
                + " one tried first.",
            "spillway_router_connections_total{"
                + String.format(served, "", "outcome=\"closed\",")
                + "} 1.0",
            "spillway_router_connections_total{connector=\"\",listener=\"nobody\","
                + "outcome=\"unserved\",routing_key=\"\",site=\"\"} 1.0",
            "spillway_router_bytes_total{"
                + String.format(served, "direction=\"upstream\",", "")
                + "} 5.0",
            "spillway_router_bytes_total{"
                + String.format(served, "direction=\"downstream\",", "")
                + "} 7.0",
            "spillway_router_retries_total{listener=\"k\"} 1.0",
            "spillway_router_failovers_total{listener=\"k\"} 1.0",
            "spillway_router_connections_open{listener=\"k\"} 0.0",
            "spillway_router_link_up{dialler=\"west\",link=\"to-east\",peer=\"east\"} 1.0",
            "spillway_router_path_cost{site=\"east\"} 9.0",
            "spillway_router_info{site=\"west\",version=\"" + Router.version() + "\"} 1");
  }

  @Test
  void metrics_of_a_site_with_workloads_alone_count_what_comes_over_links() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    int gone = freePort();
    Router east =
        sites.start(
            site("east").access().connector("k", a.port()).connector("dead", gone, "none"),
            admin());
    Router west = sites.start(site("west").link("to-east", east, 1).listener("k").listener("dead"));
    awaitSites(west, "west", "east");
    assertThat(get(east, "/metrics").body().lines())
        .contains(fromLinks("streams", "k-" + a.port(), "outcome=\"accepted\"", 0));

    try (Socket client = hold(west, "k", "a")) {
      client.getOutputStream().write(bytes("12345"));
      assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
    }
    assertThatThrownBy(() -> connect(west, "dead").getInputStream().read()).isNotNull();
    await("the client of nobody to be gone")
        .atMost(LIMIT)
        .until(() -> west.stats().unserved() == 1);

    assertThat(get(east, "/metrics").body().lines())
        .contains(
            fromLinks("streams", "k-" + a.port(), "outcome=\"accepted\"", 1),
            fromLinks("streams", "dead-" + gone, "outcome=\"failed\"", 1),
            fromLinks("bytes", "k-" + a.port(), "direction=\"upstream\"", 5),
            fromLinks("bytes", "k-" + a.port(), "direction=\"downstream\"", 7),
            "spillway_router_streams_refused_total{reason=\"connect_failed\"} 1.0",
            "spillway_router_streams_refused_total{reason=\"no_path\"} 0.0");
  }

  private static String fromLinks(String what, String connector, String label, int value) {
    return "spillway_router_connector_%s_total{connector=\"%s\",%s} %d.0"
        .formatted(what, connector, label, value);
  }

  @Test
  void reload_through_the_endpoint_reads_the_source_again() throws Exception {
    CompletableFuture<RouterConfig> next = new CompletableFuture<>();
    Router west = sites.start(site("west").listener("k"), admin().with(o -> o.source(next::join)));
    next.complete(site("west").listener("k").listener("l").config());

    HttpResponse<String> answer = send(west, "POST", "/reload");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"name\" : \"l\"", "\"action\" : \"added\"");
    assertThat(west.listenerAddress("l").getPort()).isPositive();
  }

  @Test
  void bad_file_is_refused_with_all_its_problems_and_the_router_goes_on() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router west =
        sites.start(
            site("west").connector("k", a.port()).listener("k"),
            admin().with(o -> o.source(RouterAdminTest::bad)));

    HttpResponse<String> answer = send(west, "POST", "/reload");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("bad.yaml:4", "'spce'", "'spoc'");
    assertThat(whoServes(west, "k")).isEqualTo("a");
    assertThat(get(west, "/metrics").body())
        .contains("spillway_router_reloads_total{outcome=\"refused\"} 1.0");
  }

  private static RouterConfig bad() throws RouterConfigException {
    return RouterConfig.parse(
        "apiVersion: skupper.io/v2alpha1\nkind: Site\nmetadata: {name: west}\nspce: {}\nspoc: {}\n",
        "bad.yaml");
  }

  @Test
  void router_that_drains_is_alive_and_not_ready_until_its_last_stream_ends() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router west =
        sites.start(
            site("west").connector("k", a.port()).listener("k"),
            admin().with(o -> o.drainTimeout(LIMIT)));
    assertThat(get(west, "/readyz").statusCode()).isEqualTo(200);
    Socket held = hold(west, "k", "a");

    CompletableFuture<Void> closing = CompletableFuture.runAsync(west::close);
    await("readyz to say no").atMost(LIMIT).until(() -> get(west, "/readyz").statusCode() == 503);

    assertThat(get(west, "/readyz").body()).contains("draining");
    assertThat(get(west, "/healthz").statusCode()).isEqualTo(200);
    held.close();
    closing.get(10, TimeUnit.SECONDS);
    assertThat(west.stats().reset()).isZero();
  }

  @Test
  void admin_port_that_is_taken_is_an_error_that_names_the_flags_and_leaves_nothing()
      throws Exception {
    Router west = sites.start(site("west"), admin());
    int free = freePort();

    assertThatThrownBy(
            () ->
                sites.start(
                    site("east").listener("k", free),
                    RouterOptions.defaults().with(o -> o.admin(west.adminAddress()))))
        .isInstanceOf(RouterStartException.class)
        .hasMessageContaining(
            "the admin endpoint cannot listen at 127.0.0.1:" + west.adminAddress().getPort())
        .hasMessageContaining("--admin HOST:PORT, or none with --no-admin");
    Router east = sites.start(site("east").listener("k", free));
    assertThat(east.listenerAddress("k").getPort()).isEqualTo(free);
  }

  private static RouterOptions admin() {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return RouterOptions.defaults().with(o -> o.admin(anyPort));
  }

  private static HttpResponse<String> get(Router router, String path) throws Exception {
    return send(router, "GET", path);
  }

  private static HttpResponse<String> send(Router router, String method, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + router.adminAddress().getPort() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
