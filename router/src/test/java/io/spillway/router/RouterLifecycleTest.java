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
import static io.spillway.router.TestSites.refuses;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.router.admin.NetworkStatus;
import io.spillway.router.loop.LoopGate;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterLifecycleTest {

  /** More than the buffers of a client that does not read, less than those on the whole way. */
  private static final int ANSWER_BYTES = 3_000_000;

  private static final int SMALL_BUFFER_BYTES = 4_096;

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
  void router_of_which_one_loop_dies_closes_everything_and_tells() throws Exception {
    AtomicBoolean dies = new AtomicBoolean();
    LoopGate gate =
        () -> {
          if (Thread.currentThread().getName().equals("spillway-west-1") && dies.get()) {
            throw new OutOfMemoryError("an error of the test");
          }
          return true;
        };
    Router west =
        sites.start(
            site("west").access(), RouterOptions.defaults().with(o -> o.gate(gate).loops(2)));
    int port = west.linkAddress().getPort();

    dies.set(true);
    west.wakeup();
    CompletableFuture<Void> told = CompletableFuture.runAsync(() -> awaitFailure(west));

    told.get(10, TimeUnit.SECONDS);
    assertThat(refuses(port)).isTrue();
  }

  private static void awaitFailure(Router router) {
    try {
      router.awaitFailure();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
  void what_a_closed_site_has_sent_to_its_end_still_reaches_a_client_that_reads_slowly()
      throws Exception {
    byte[] answer = new byte[ANSWER_BYTES];
    new SplittableRandom(1).nextBytes(answer);
    Workload a =
        sites.with(
            Workload.of(
                socket -> {
                  socket.getInputStream().readAllBytes();
                  socket.getOutputStream().write(answer);
                }));
    RouterOptions patient = RouterOptions.defaults().with(o -> o.drainTimeout(LIMIT));
    Router east = sites.start(site("east").access().connector("k", a.port()), patient);
    Router west = sites.start(site("west").link("to-east", east, 1).listener("k"));
    awaitSites(west, "west", "east");

    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      client.setSoTimeout((int) LIMIT.toMillis());
      client.connect(west.listenerAddress("k"));
      client.shutdownOutput();
      int first = client.getInputStream().read();
      east.close();
      assertThat(east.stats().reset()).isZero();
      awaitSites(west, "west");

      assertThat(first).isEqualTo(Byte.toUnsignedInt(answer[0]));
      assertThat(client.getInputStream().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(answer, 1, answer.length));
    }
  }

  @Test
  void closing_router_waits_for_a_client_that_has_no_destination_yet() throws Exception {
    AtomicBoolean eastTurns = new AtomicBoolean(true);
    Workload a = sites.with(Workload.named("a"));
    // So patient that the frozen site is not given up meanwhile.
    Router east =
        sites.start(
            site("east").access().connector("a", a.port()),
            RouterOptions.defaults().with(o -> o.gate(eastTurns::get)));
    Router west =
        sites.start(
            site("west").link("to-east", east, 1).listener("a"),
            RouterOptions.defaults().with(o -> o.drainTimeout(LIMIT).policies(new NeverLost())));
    awaitSites(west, "west", "east");
    eastTurns.set(false);
    int port = west.listenerAddress("a").getPort();
    try (Socket client = connect(west, "a")) {
      await("the client to be set up").atMost(LIMIT).until(() -> west.stats().settingUp() == 1);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(west::close);
      await("the port to be closed").atMost(LIMIT).until(() -> refuses(port));

      eastTurns.set(true);
      east.wakeup();

      assertThat(name(client)).isEqualTo("a");
      client.close();
      closing.get(10, TimeUnit.SECONDS);
    }
    assertThat(west.stats().closed()).isEqualTo(1);
  }

  @Test
  void draining_router_withdraws_its_connectors_while_its_streams_go_on() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router east =
        sites.start(
            site("east").access().connector("a", a.port()),
            RouterOptions.defaults().with(o -> o.drainTimeout(LIMIT.multipliedBy(3))));
    Router west = sites.start(site("west").link("to-east", east, 1).listener("a"));
    awaitSites(west, "west", "east");
    Socket held = hold(west, "a", "a");

    CompletableFuture<Void> closing = CompletableFuture.runAsync(east::close);
    await("the key to be withdrawn").atMost(LIMIT).until(() -> west.network().keys().isEmpty());

    assertThat(west.network().links()).allMatch(NetworkStatus.LinkStatus::up);
    assertAlive(held);
    held.close();
    closing.get(10, TimeUnit.SECONDS);
    assertThat(east.stats().reset()).isZero();
  }

  @Test
  void draining_site_on_the_way_gets_no_new_streams_while_those_through_it_go_on()
      throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router east = sites.start(site("east").access().connector("a", a.port()));
    Router south = sites.start(site("south").access().link("to-east", east, 9));
    Router middle =
        sites.start(
            site("middle").access().link("to-east", east, 1),
            RouterOptions.defaults().with(o -> o.drainTimeout(LIMIT.multipliedBy(3))));
    Router west =
        sites.start(site("west").link("cheap", middle, 1).link("dear", south, 9).listener("a"));
    awaitSites(west, "west", "middle", "south", "east");
    awaitPathCost(west, "east", 2);
    Socket held = hold(west, "a", "a");

    CompletableFuture<Void> closing = CompletableFuture.runAsync(middle::close);
    awaitPathCost(west, "east", 18);

    assertThat(whoServes(west, "a")).isEqualTo("a");
    assertAlive(held);
    assertThat(closing).isNotDone();
    held.close();
    closing.get(10, TimeUnit.SECONDS);
    assertThat(middle.stats().reset()).isZero();
    assertThat(middle.stats().closed()).isEqualTo(1);
  }

  @Test
  void draining_router_accepts_the_connections_of_links_that_its_clients_wait_for()
      throws Exception {
    AtomicBoolean eastTurns = new AtomicBoolean(true);
    Workload a = sites.with(Workload.named("a"));
    Router west =
        sites.start(
            site("west").access().listener("a"),
            RouterOptions.defaults()
                .with(o -> o.drainTimeout(LIMIT).spareStreams(0).policies(new NeverLost())));
    Router east =
        sites.start(
            site("east").link("to-west", west, 1).connector("a", a.port()),
            RouterOptions.defaults().with(o -> o.gate(eastTurns::get)));
    awaitSites(west, "west", "east");
    eastTurns.set(false);
    int port = west.listenerAddress("a").getPort();
    try (Socket client = connect(west, "a")) {
      await("the client to be set up").atMost(LIMIT).until(() -> west.stats().settingUp() == 1);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(west::close);
      await("the port to be closed").atMost(LIMIT).until(() -> refuses(port));

      eastTurns.set(true); // only now it hears that a connection is wanted
      east.wakeup();

      assertThat(name(client)).isEqualTo("a");
      client.close();
      closing.get(10, TimeUnit.SECONDS);
    }
    assertThat(west.stats().reset()).isZero();
  }

  @Test
  void stream_that_does_not_end_in_time_is_reset() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router west =
        sites.start(
            site("west").connector("a", a.port()).listener("a"),
            RouterOptions.defaults().with(o -> o.drainTimeout(Duration.ofMillis(20))));
    Socket held = hold(west, "a", "a");

    west.close();

    assertThat(howItEnds(held)).isEqualTo("reset");
    assertThat(west.stats().reset()).isEqualTo(1);
    assertThat(west.stats().relaying()).isZero();
  }

  @Test
  void one_client_more_than_the_bound_is_reset_and_counted_and_the_others_stay() throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router west =
        sites.start(
            site("west").connector("a", a.port()).listener("a").listener("other"),
            RouterOptions.defaults().with(o -> o.connectionsPerListener(2)));
    Socket first = hold(west, "a", "a");
    Socket second = hold(west, "a", "a");

    try (LogLines log = new LogLines(Router.class)) {
      assertThatThrownBy(() -> connect(west, "a").getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      await("the warning")
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(log.warnings())
                      .containsExactly(
                          "listener 'a' has 2 clients, as many as are allowed"
                              + " (--connections-per-listener); more are reset"));
    }

    assertThat(west.stats().overBound()).isEqualTo(1);
    assertAlive(first);
    assertAlive(second);
    second.close();
    await("the second to be gone").atMost(LIMIT).until(() -> west.stats().relaying() == 1);
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  /** Believes that nobody is ever lost, however silent. */
  private static final class NeverLost implements Policies {
    @Override
    public LivenessPolicy liveness() {
      return (heartbeats, nowNanos) -> false;
    }
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
}
