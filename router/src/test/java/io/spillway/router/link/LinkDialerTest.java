package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
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
import org.junit.jupiter.api.Test;

/** A link to somebody who accepts and says nothing. */
class LinkDialerTest {

  private static final int LIMIT_MILLIS = 10_000;

  @Test
  void hello_that_is_not_answered_in_time_is_taken_back_by_a_reset() throws IOException {
    LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> false);
    try (StepLoop steps = new StepLoop();
        Resolver resolver = new Resolver("dialler-test-resolver");
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
      mesh.start();
      mesh.change(
          new LinkChanges(
              List.of(),
              List.of(new LinkTarget("l", "127.0.0.1", server.getLocalPort(), 1, Optional.empty())),
              Map.of(),
              Map.of()));

      try (Socket silent = server.accept()) {
        silent.setSoTimeout(LIMIT_MILLIS);
        InputStream heard = silent.getInputStream();
        steps.stepUntil("HELLO", () -> heard.available() > 0);
        steps.advance(Duration.ofNanos(settings.handshakeNanos()));
        steps.step(); // the selector lets go of the socket

        assertThatThrownBy(heard::readAllBytes)
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
        assertThat(settings.counters().handshakesFailed()).isEqualTo(1);
      }
    }
  }
}
