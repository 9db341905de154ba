package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.bytes;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.howItEnds;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterStreamTest {

  private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

  private final TestSites sites = new TestSites();

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void half_close_passes_through_a_link_in_both_orders() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Workload clientFirst =
        sites.with(
            Workload.of(
                socket -> {
                  heard.add(
                      new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                  socket.getOutputStream().write(bytes("answer"));
                }));
    Workload serverFirst =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getOutputStream().write(bytes("all I say"));
                  socket.shutdownOutput();
                  heard.add(
                      new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }));
    Router east =
        sites.start(
            site("east")
                .access()
                .connector("client-first", clientFirst.port())
                .connector("server-first", serverFirst.port()));
    Router west =
        sites.start(
            site("west").link("e", east, 1).listener("client-first").listener("server-first"));
    awaitSites(west, "west", "east");

    try (Socket client = connect(west, "client-first")) {
      client.getOutputStream().write(bytes("question"));
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("answer");
    }
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("question");

    try (Socket client = connect(west, "server-first")) {
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("all I say");
      client.getOutputStream().write(bytes("late"));
    }
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
    await("streams to end").atMost(LIMIT).until(() -> west.stats().relaying() == 0);
    assertThat(west.stats().closed()).isEqualTo(2);
    assertThat(west.stats().reset()).isZero();
  }

  @Test
  void half_close_passes_through_a_proxy_that_closes_both_directions_at_the_first_end()
      throws Exception {
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  byte[] question = socket.getInputStream().readAllBytes();
                  socket.getOutputStream().write(question);
                }));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router west = sites.start(site("west").link("to-east", proxy.port(), 1).listener("a"));
    awaitSites(west, "west", "east");

    try (Socket client = connect(west, "a")) {
      client.getOutputStream().write(bytes("question"));
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("question");
    }
  }

  @Test
  void ten_megabytes_pass_through_two_links_in_both_directions_at_once() throws Exception {
    Workload echo = sites.with(Workload.echo());
    Router east = sites.start(site("east").access().connector("echo", echo.port()));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    Router west = sites.start(site("west").link("to-middle", middle, 1).listener("echo"));
    awaitSites(west, "west", "middle", "east");

    assertEchoed(west, "echo");

    for (Router router : List.of(west, middle, east)) {
      await("streams at " + router.site() + " to end")
          .atMost(LIMIT)
          .until(() -> router.stats().relaying() == 0);
      assertThat(router.stats().buffersOutstanding()).isZero();
      assertThat(router.stats().reset()).isZero();
    }
  }

  @Test
  void reset_of_the_client_reaches_the_workload_as_a_reset() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getOutputStream().write(bytes("a\n"));
                  end.complete(howItEnds(socket));
                }));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");

    Socket client = connect(west, "a");
    assertThat(name(client)).isEqualTo("a");
    client.setSoLinger(true, 0);
    client.close();

    assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("reset");
  }

  @Test
  void reset_of_the_workload_reaches_the_client_as_a_reset() throws Exception {
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getOutputStream().write(bytes("a\n"));
                  socket.getInputStream().read();
                  socket.setSoLinger(true, 0);
                }));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");

    try (Socket client = connect(west, "a")) {
      assertThat(name(client)).isEqualTo("a");
      client.getOutputStream().write('!');
      assertThat(howItEnds(client)).isEqualTo("reset");
    }
  }

  @Test
  void client_that_gives_up_a_workload_that_hangs_leaves_nothing_behind() throws Exception {
    CompletableFuture<Void> released = new CompletableFuture<>();
    Workload hung = sites.with(Workload.of(socket -> released.join()));
    RouterOptions options =
        RouterOptions.defaults().with(o -> o.closeTimeout(Duration.ofMillis(200)));
    Router east = sites.start(site("east").access().connector("a", hung.port()), options);
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"), options);
    awaitSites(west, "west", "east");

    Socket client = connect(west, "a");
    Workload.daemon(() -> writeUntilItFails(client));
    await("both routers to hold what is not taken")
        .atMost(LIMIT)
        .until(
            () -> west.stats().buffersOutstanding() == 1 && east.stats().buffersOutstanding() == 1);
    client.setSoLinger(true, 0);
    client.close();

    for (Router router : List.of(west, east)) {
      await("the stream at " + router.site() + " to end")
          .atMost(LIMIT)
          .until(() -> router.stats().relaying() == 0);
    }
    released.complete(null);
  }

  @Test
  void stream_that_is_idle_for_the_idle_timeout_of_its_router_is_reset_at_both_ends()
      throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getOutputStream().write(bytes("a\n"));
                  end.complete(howItEnds(socket));
                }));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    RouterOptions impatient =
        RouterOptions.defaults().with(o -> o.idleTimeout(Duration.ofMillis(500)));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"), impatient);
    awaitSites(west, "west", "east");

    try (Socket client = connect(west, "a")) {
      assertThat(name(client)).isEqualTo("a");
      assertThat(howItEnds(client)).isEqualTo("reset");
    }
    assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("reset");
    await("the reset to be counted").atMost(LIMIT).until(() -> west.stats().reset() == 1);
  }

  private static void writeUntilItFails(Socket socket) {
    try {
      while (true) {
        socket.getOutputStream().write(new byte[64 * 1024]);
      }
    } catch (IOException e) {
      // the client has reset it
    }
  }

  /** Sends 10 MB to an echo and compares what comes back meanwhile. */
  private static void assertEchoed(Router router, String listener) throws Exception {
    byte[] sent = new byte[TEN_MEGABYTES];
    new Random(11).nextBytes(sent);
    try (Socket client = connect(router, listener)) {
      OutputStream out = client.getOutputStream();
      Workload.daemon(
          () -> {
            try {
              out.write(sent);
              client.shutdownOutput();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(sha256(client.getInputStream().readAllBytes())).isEqualTo(sha256(sent));
    }
  }

  private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
