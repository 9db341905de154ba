package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.FaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What only the embedded server promises: nothing left behind, chance by seed, kept ports. */
class EmbeddedToxiproxyServerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("toxiproxy-(data|api)-.*"))
        .collect(Collectors.toSet());
  }

  @Test
  void connectionsThatEnd_leaveNothingBehind() throws IOException {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        ServerSocket upstream = Conversation.listen()) {
      RawApi api = new RawApi(server);
      InetSocketAddress proxy = api.createProxy("p", upstream.getLocalPort());
      api.addToxic("p", "latency", "upstream", "\"latency\":100");
      List<Conversation> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(Conversation.open(proxy, upstream));
      }
      assertThat(server.connectionCount()).isEqualTo(50);

      for (Conversation each : all) {
        each.send(Direction.UPSTREAM, (byte) 1);
        each.close();
      }

      await("connections forgotten")
          .atMost(Duration.ofSeconds(30))
          .until(server::connectionCount, count -> count == 0);
    }
  }

  @Test
  void close_endsConnectionsThreadsAndListeners_andCanBeRepeated() throws IOException {
    Set<Thread> before = threads();
    EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
    try (ServerSocket upstream = Conversation.listen()) {
      RawApi api = new RawApi(server);
      InetSocketAddress proxy = api.createProxy("p", upstream.getLocalPort());
      api.createProxy("held", upstream.getLocalPort());
      api.enable("held", false);
      try (Conversation open = Conversation.open(proxy, upstream);
          Socket apiClient = Conversation.connect(server.api())) {
        assertThat(before.containsAll(threads())).isFalse();
        server.close();
        server.close();

        assertThat(Conversation.end(open.client())).isEqualTo(Conversation.End.CLOSED);
        assertThat(Conversation.end(apiClient)).isEqualTo(Conversation.End.CLOSED);
        assertCanBeBound(proxy);
        assertCanBeBound(server.api());
        // Those of a server that was closed before this one may still have been ending at first.
        await("threads ended")
            .atMost(Duration.ofSeconds(30))
            .until(() -> before.containsAll(threads()));
      }
    }
  }

  /**
   * Nobody listens there any more; that a connection is refused would also hold for a held port.
   */
  private static void assertCanBeBound(InetSocketAddress address) throws IOException {
    try (ServerSocket free = new ServerSocket()) {
      free.bind(address);
    }
  }

  @Test
  void sameSeed_drawsTheSameForTheNthConnection() throws IOException {
    assertThat(connectionsHit(7)).isEqualTo(connectionsHit(7)).isNotEqualTo(connectionsHit(8));
  }

  private static List<Boolean> connectionsHit(long seed) throws IOException {
    List<Boolean> hit = new ArrayList<>();
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start(ANY_PORT, seed);
        ServerSocket upstream = Conversation.listen()) {
      RawApi api = new RawApi(server);
      InetSocketAddress proxy = api.createProxy("p", upstream.getLocalPort());
      api.addToxic("p", "t", "limit_data", "upstream", 0.5, "\"bytes\":0");
      for (int i = 0; i < 64; i++) {
        try (Conversation open = Conversation.open(proxy, upstream)) {
          open.send(Direction.UPSTREAM, (byte) 1);
          hit.add(open.server().getInputStream().read() < 0);
        }
      }
    }
    return hit;
  }

  @Test
  void disabledProxy_keepsItsPortFromOthers() throws IOException {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        ServerSocket upstream = Conversation.listen();
        Socket other = new Socket()) {
      RawApi api = new RawApi(server);
      InetSocketAddress proxy = api.createProxy("p", upstream.getLocalPort());
      api.enable("p", false);

      assertThatThrownBy(() -> other.bind(proxy)).isInstanceOf(BindException.class);
    }
  }

  @Test
  void peerThatDoesNotRead_holdsItsSenderBack_andAToxicStillComes() throws IOException {
    byte[] chunk = Conversation.bytes(100_000);
    int chunks = 1_500; // 150 MB, more than the kernel's buffers on the way
    AtomicInteger sent = new AtomicInteger();
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        ServerSocket upstream = Conversation.listen()) {
      RawApi api = new RawApi(server);
      InetSocketAddress proxy = api.createProxy("p", upstream.getLocalPort());
      try (Conversation open = Conversation.open(proxy, upstream)) {
        var sender =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    for (int i = 0; i < chunks; i++) {
                      open.send(Direction.UPSTREAM, chunk);
                      sent.incrementAndGet();
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        AtomicInteger last = new AtomicInteger(-1);
        await("sender held back")
            .pollInterval(Duration.ofMillis(200))
            .atMost(Duration.ofSeconds(30))
            .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
        assertThat(sent).hasValueLessThan(chunks);

        api.addToxic("p", "slicer", "upstream", "\"average_size\":65536");

        for (int i = 0; i < chunks; i++) {
          assertThat(Arrays.equals(open.receive(Direction.UPSTREAM, chunk.length), chunk))
              .as("chunk %d", i)
              .isTrue();
        }
        sender.join();
      }
    }
  }

  @Test
  void apiPortInUse_isSaidSo() {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start()) {
      assertThatThrownBy(() -> EmbeddedToxiproxyServer.start(server.api(), 1))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + server.api().getPort())
          .hasMessageContaining("port 0");
    }
  }
}
