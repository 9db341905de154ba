package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.bytes;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterLifecycleTest {

  private final TestSites sites = new TestSites();

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void closing_a_frozen_router_does_not_wait_for_its_gate() {
    Router west =
        sites.start(site("west").access(), RouterOptions.defaults().with(o -> o.gate(() -> false)));
    int port = west.linkAddress().getPort();

    west.close();

    Router again = sites.start(site("west").access(port));
    assertThat(again.linkAddress().getPort()).isEqualTo(port);
  }

  @Test
  void port_that_is_taken_is_an_error_that_names_it_and_leaves_nothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int free = freePort();
      TestSites.SiteFile file = site("west").access(free).listener("k", taken.getLocalPort());

      assertThatThrownBy(() -> sites.start(file))
          .isInstanceOf(RouterStartException.class)
          .hasMessageContaining("listener 'k' cannot listen at 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("Stop what listens there");
      Router west = sites.start(site("west").access(free));
      assertThat(west.linkAddress().getPort()).isEqualTo(free);
    }
  }

  @Test
  void closed_router_lets_a_running_stream_end_and_takes_no_new_client() throws Exception {
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getOutputStream().write(bytes("a\n"));
                  socket.getInputStream().readAllBytes();
                  socket.getOutputStream().write(bytes("bye\n"));
                }));
    Router west = sites.start(site("west").connector("a", a.port()).listener("a"));
    int port = west.listenerAddress("a").getPort();
    try (Socket client = connect(west, "a")) {
      assertThat(name(client)).isEqualTo("a");
      CompletableFuture<Void> closing = CompletableFuture.runAsync(west::close);
      await("the port to be closed").atMost(LIMIT).until(() -> refuses(port));
      client.shutdownOutput();
      assertThat(name(client)).isEqualTo("bye");
      closing.get(10, TimeUnit.SECONDS);
    }
    assertThat(west.stats().reset()).isZero();
  }

  @Test
  void unknown_listener_is_an_error_that_lists_those_there_are() {
    Router west = sites.start(site("west").listener("backend"));

    assertThatThrownBy(() -> west.listenerAddress("backed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("site west has no listener 'backed'; it has [backend]");
    assertThatThrownBy(west::linkAddress)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("add a RouterAccess");
  }

  private static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}
