package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.tls.TestAuthority;
import io.spillway.router.tls.TlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link to somebody who accepts and says nothing. */
class LinkDialerTest {

  private static final int LIMIT_MILLIS = 10_000;
  private static final byte TLS_HANDSHAKE = 22; // RFC 8446, 5.1
  private static final String UNANSWERED = "no answer to HELLO";

  private final LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> false);
  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("dialler-test-resolver");
  private final Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    mesh.start();
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    server.close();
  }

  @Test
  void hello_that_is_not_answered_in_time_is_taken_back_by_a_reset_and_told_of()
      throws IOException {
    try (Socket silent = dialled(Optional.empty())) {
      InputStream heard = silent.getInputStream();
      steps.stepUntil("HELLO", () -> heard.available() > 0);
      steps.advance(Duration.ofNanos(settings.handshakeNanos()));
      steps.step(); // the selector lets go of the socket

      assertThatThrownBy(heard::readAllBytes)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(settings.counters().handshakesFailed()).isEqualTo(1);
      assertThat(whyDown()).isEqualTo(UNANSWERED);
    }
  }

  @Test
  void tls_handshake_that_is_not_answered_in_time_ends_the_connection_and_is_told_of()
      throws IOException {
    TlsContext tls = new TestAuthority("test authority").issue("west").context("w");
    try (Socket silent = dialled(Optional.of(tls))) {
      InputStream heard = silent.getInputStream();
      steps.stepUntil("the beginning of TLS", () -> heard.available() > 0);
      steps.advance(Duration.ofNanos(settings.handshakeNanos()));
      steps.step(); // the selector lets go of the socket

      assertThat(heard.readAllBytes()).startsWith(TLS_HANDSHAKE);
      assertThat(settings.counters().handshakesFailed()).isEqualTo(1);
      assertThat(whyDown()).isEqualTo("no TLS handshake in time");
    }
  }

  @Test
  void dial_of_a_link_that_leads_elsewhere_now_says_nothing_of_it_when_it_fails()
      throws IOException {
    try (Socket old = dialled(Optional.empty());
        ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InputStream heard = old.getInputStream();
      steps.stepUntil("HELLO", () -> heard.available() > 0);
      steps.advance(Duration.ofNanos(settings.handshakeNanos() / 2));
      mesh.change(
          new LinkChanges(
              List.of("l"), List.of(target(elsewhere, Optional.empty())), Map.of(), Map.of()));
      steps.advance(Duration.ofNanos(settings.handshakeNanos() / 2));

      assertThat(settings.counters().handshakesFailed()).isEqualTo(1);
      assertThat(mesh.view().links()).hasSize(1);
      assertThat(mesh.view().links().get(0).reason()).isNotEqualTo(Optional.of(UNANSWERED));
    }
  }

  private Socket dialled(Optional<TlsContext> tls) throws IOException {
    mesh.change(new LinkChanges(List.of(), List.of(target(server, tls)), Map.of(), Map.of()));
    Socket silent = server.accept();
    silent.setSoTimeout(LIMIT_MILLIS);
    return silent;
  }

  private static LinkTarget target(ServerSocket peer, Optional<TlsContext> tls) {
    return new LinkTarget("l", "127.0.0.1", peer.getLocalPort(), 1, tls);
  }

  private String whyDown() {
    assertThat(mesh.view().links()).hasSize(1);
    return mesh.view().links().get(0).reason().orElseThrow();
  }
}
