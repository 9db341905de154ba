package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.router.Router;
import io.spillway.router.RouterOptions;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer that advertises what is refused, at a router that is asked for its metrics. */
class RefusedAdvertisementTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SITE =
      """
      {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: west}}
      ---
      apiVersion: skupper.io/v2alpha1
      kind: RouterAccess
      metadata: {name: access}
      spec: {bindHost: 127.0.0.1, roles: [{name: inter-router, port: 0}]}
      """;

  @Test
  void advertisement_that_lists_a_connector_twice_ends_its_link_and_no_metrics() throws Exception {
    LinkEnd link = new LinkEnd(new LinkId("east", "l"), "west", 5);
    Service twice = new Service("c", "k");

    assertRefused(
        RouterOptions.defaults(),
        Message.encode(new Advertisement("east", 1, 1, List.of(link), List.of(twice, twice))));
  }

  @Test
  void advertisement_that_is_longer_than_frame_bytes_ends_its_link() throws Exception {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    new Frame.Header(Frame.Type.ADVERTISEMENT, 20_001).write(header, 0);

    assertRefused(RouterOptions.defaults().with(o -> o.frameBytes(20_000)), header);
  }

  private static void assertRefused(RouterOptions options, ByteBuffer message) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Router west =
            Router.start(
                RouterConfig.parse(SITE, "west.yaml"), options.with(o -> o.admin(anyPort)));
        Socket east = new Socket(InetAddress.getLoopbackAddress(), west.linkAddress().getPort())) {
      send(east, new Message.Hello(Message.Purpose.CONTROL, "east", 1, "l", 1, 5, 0).encode());
      send(east, message);

      String refused = "spillway_router_link_troubles_total{kind=\"protocol_error\"} 1.0";
      await("the link to be closed, and the metrics to say so")
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                HttpResponse<String> metrics = metrics(west);
                assertThat(metrics.statusCode()).isEqualTo(200);
                assertThat(metrics.body()).contains(refused);
              });
      assertThat(west.network().keys()).isEmpty();
    }
  }

  private static void send(Socket socket, ByteBuffer message) throws IOException {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    socket.getOutputStream().write(bytes);
  }

  private static HttpResponse<String> metrics(Router router)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + router.adminAddress().getPort() + "/metrics");
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
