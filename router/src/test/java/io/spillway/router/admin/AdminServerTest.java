package io.spillway.router.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final FakeRouter router = new FakeRouter();
  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private AdminServer server;

  @BeforeEach
  void startServer() throws IOException {
    server =
        AdminServer.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "admin-test",
            () -> started.add(Thread.currentThread().getName()));
    server.start(router);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void healthy_router_is_200_and_one_whose_loop_hangs_is_503_with_the_reason() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    router.liveness = new Liveness(false, List.of("loop 1 has not turned for 4 s"));
    HttpResponse<String> answer = get("/healthz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("loop 1 has not turned for 4 s");
  }

  @Test
  void router_that_drains_is_not_ready_and_says_so() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).contains("\"phase\" : \"running\"");

    router.readiness =
        new Readiness(
            false,
            Readiness.Phase.DRAINING,
            List.of(new Readiness.DeclaredLink("to-east", false, 3)));
    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"phase\" : \"draining\"", "\"name\" : \"to-east\"", "\"sessions\" : 3");
  }

  @Test
  void reload_says_what_has_changed_or_everything_that_is_wrong() throws Exception {
    HttpResponse<String> done = send("POST", "/reload", "");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(done.body()).contains("\"action\" : \"moved\"", "\"detail\" : \"1 -> 2\"");

    router.reloadFailure = new ReloadRefusedException(List.of("first problem", "second problem"));
    HttpResponse<String> refused = send("POST", "/reload", "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("first problem", "second problem");

    router.unreadable = true;
    HttpResponse<String> unreadable = send("POST", "/reload", "");
    assertThat(unreadable.statusCode()).isEqualTo(400);
    assertThat(unreadable.body()).contains("cannot read the file gone.yaml: there is none");
  }

  @Test
  void reload_is_refused_to_who_is_not_on_loopback_and_everything_else_is_answered()
      throws Exception {
    InetAddress own = ownAddress();
    InetAddress from = whereConnectionsComeFrom(own);
    try (AdminServer open = AdminServer.bind(new InetSocketAddress(own, 0), "open", () -> {})) {
      open.start(router);

      HttpResponse<String> refused = send(request(open, "POST", "/reload", ""));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body())
          .contains("not taken from " + from.getHostAddress() + ", only from loopback")
          .contains("send the router SIGHUP");
      assertThat(router.reloaded).isZero();
      assertThat(send(request(open, "GET", "/metrics", "")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void reload_is_taken_from_loopback_also_where_the_endpoint_listens_at_every_address()
      throws Exception {
    try (AdminServer open = AdminServer.bind(new InetSocketAddress(0), "open", () -> {})) {
      open.start(router);

      URI uri = URI.create("http://127.0.0.1:" + open.address().getPort() + "/reload");
      assertThat(send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build()))
          .returns(200, HttpResponse::statusCode);
      assertThat(router.reloaded).isEqualTo(1);
    }
  }

  /** An address of this machine that is not loopback. */
  private static InetAddress ownAddress() throws IOException {
    List<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    assumeThat(own).as("addresses of this machine besides loopback").isNotEmpty();
    return own.get(0);
  }

  /**
   * The address that a connection of this machine to {@code own} is seen to come from: the same,
   * unless the kernel masquerades it, as it does for the address of a container engine's bridge.
   */
  private static InetAddress whereConnectionsComeFrom(InetAddress own) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, own);
        Socket connecting = new Socket(own, listening.getLocalPort());
        Socket accepted = listening.accept()) {
      assertThat(connecting.isConnected()).isTrue();
      return accepted.getInetAddress();
    }
  }

  @Test
  void reload_that_hangs_keeps_nobody_else_waiting() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    router.reloadEnds = end;
    CompletableFuture<HttpResponse<String>> first =
        CLIENT.sendAsync(request("POST", "/reload", ""), BodyHandlers.ofString());
    assertThat(router.reloading.await(20, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 8; i++) { // twice as many as there are threads
      HttpResponse<String> other = send("POST", "/reload", "");
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(other.body()).contains("another request reloads just now");
    }
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    end.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/reload", "").statusCode()).isEqualTo(200);
  }

  @Test
  void threads_begin_as_they_are_told() throws Exception {
    get("/healthz");

    assertThat(started).contains("admin-test");
  }

  @Test
  void every_metric_is_in_the_documentation_and_nothing_else_is() throws Exception {
    List<String> made =
        MetricsPage.of(router).stream()
            .map(metric -> metric.getMetadata().getPrometheusName() + suffix(metric))
            .toList();
    List<String> documented =
        Pattern.compile("(?m)^\\| `(spillway_router_\\w+)`")
            .matcher(Files.readString(Path.of("..", "docs", "router.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(made).hasSizeGreaterThan(15);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void page_of_a_site_without_listeners_shows_its_connectors_and_every_reason_from_the_beginning()
      throws Exception {
    router.counters.connector("c");

    assertThat(get("/metrics").body().lines())
        .contains(
            "spillway_router_connector_streams_total{connector=\"c\",outcome=\"accepted\"} 0.0",
            "spillway_router_connector_streams_total{connector=\"c\",outcome=\"failed\"} 0.0",
            "spillway_router_connector_streams_total{connector=\"c\",outcome=\"left\"} 0.0",
            "spillway_router_connector_bytes_total{connector=\"c\",direction=\"upstream\"} 0.0",
            "spillway_router_connector_bytes_total{connector=\"c\",direction=\"downstream\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"no_connector\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"withdrawn\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"connect_failed\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"no_path\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"too_many_hops\"} 0.0",
            "spillway_router_streams_refused_total{reason=\"no_connection\"} 0.0");
  }

  private static String suffix(MetricSnapshot metric) {
    if (metric instanceof InfoSnapshot) {
      return "_info";
    }
    return metric instanceof CounterSnapshot ? "_total" : "";
  }

  @Test
  void unknown_path_is_404_with_those_there_are() throws Exception {
    HttpResponse<String> answer = get("/health");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("[/healthz, /readyz, /metrics, /network, /reload]");
  }

  @Test
  void wrong_method_is_405_with_the_right_one() throws Exception {
    assertThat(get("/reload").statusCode()).isEqualTo(405);
    assertThat(get("/reload").headers().firstValue("Allow")).contains("POST");
    assertThat(send("POST", "/network", "").headers().firstValue("Allow")).contains("GET");
    assertThat(router.reloaded).isZero();
  }

  @Test
  void request_with_a_body_is_413_and_is_not_carried_out() throws Exception {
    HttpResponse<String> answer = send("POST", "/reload", "kind: Site");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("no request here has a body");
    assertThat(router.reloaded).isZero();
  }

  @Test
  void failure_of_the_router_is_500_and_the_next_request_is_answered() throws Exception {
    router.reloadFailure = new IllegalStateException("broken");
    assertThat(send("POST", "/reload", "").statusCode()).isEqualTo(500);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void requests_that_do_not_come_are_ended_and_the_endpoint_answers_again() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) { // twice as many as there are threads
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        slow.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write("GET /healthz HT".getBytes(StandardCharsets.US_ASCII));
      }
      for (Socket socket : slow) {
        assertThat(isEnded(socket)).isTrue();
      }
      assertThat(get("/healthz").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void address_that_is_taken_is_an_error() {
    assertThatThrownBy(() -> AdminServer.bind(server.address(), "second", () -> {}))
        .isInstanceOf(BindException.class);
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      in.readAllBytes();
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return send(request(method, path, body));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String body) {
    return request(server, method, path, body);
  }

  private static HttpRequest request(AdminServer at, String method, String path, String body) {
    InetSocketAddress address = at.address();
    URI uri =
        URI.create(
            "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(20))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }
}
