package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.FakeNames;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links to peers that answer a greeting, and then not all is as it should be. */
class GreetedPeersTest {

  @Test
  void link_that_is_greeted_and_never_comes_up_says_why() throws IOException {
    LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> true);
    try (StepLoop steps = new StepLoop();
        Resolver resolver = new Resolver("dialler-test-resolver");
        ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
      mesh.start();
      mesh.change(opening("127.0.0.1", server.getLocalPort()));

      try (Socket blackHole = server.accept()) {
        blackHole.getOutputStream().write(answer());
        steps.stepUntil("a session", () -> mesh.session(hello("west")).isPresent());
        steps.advance(Duration.ofNanos(settings.heartbeatNanos()));
        steps.stepUntil("its end", () -> mesh.session(hello("west")).isEmpty());
      }

      LinkState state = mesh.view().links().get(0);
      assertThat(state.up()).isFalse();
      assertThat(state.sessions()).isZero();
      assertThat(state.reason().orElseThrow()).startsWith("greeted, but never up: silent for");
    }
  }

  @Test
  void link_to_the_second_address_of_a_name_has_all_its_connections_there() throws IOException {
    LinkSettings settings = TestLinks.settings("west", 1, (heartbeats, now) -> false);
    try (StepLoop steps = new StepLoop();
        Resolver names = FakeNames.meaning("127.0.0.2", "127.0.0.1");
        ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      LinkStreams lane = new LinkStreams(0, steps.loop(), names, settings, (c, to, left) -> {});
      Mesh mesh = new Mesh(steps.loop(), settings, names, List.of(lane), table -> {});
      mesh.start();
      mesh.change(opening("name", server.getLocalPort()));

      Socket control = accept(steps, server);
      // Somebody else is at the first address now, to whom this link's streams must not go.
      try (ServerSocket other =
          new ServerSocket(server.getLocalPort(), 1, InetAddress.getByName("127.0.0.2"))) {
        control.getOutputStream().write(answer());
        Socket stream = accept(steps, server);
        steps.stepUntil("HELLO", () -> stream.getInputStream().available() > 0);
        other.setSoTimeout(1);

        assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        stream.close();
      }
      control.close();
    }
  }

  private static Socket accept(StepLoop steps, ServerSocket server) throws IOException {
    server.setSoTimeout(1);
    List<Socket> accepted = new ArrayList<>();
    steps.stepUntil(
        "a connection",
        () -> {
          try {
            return accepted.add(server.accept());
          } catch (SocketTimeoutException e) {
            return false;
          }
        });
    return accepted.get(0);
  }

  private static LinkChanges opening(String host, int port) {
    return new LinkChanges(
        List.of(),
        List.of(new LinkTarget("l", host, port, 1, Optional.empty())),
        Map.of(),
        Map.of());
  }

  private static Message.Hello hello(String site) {
    return new Message.Hello(Message.Purpose.CONTROL, site, 1, "l", 1, 1, 0);
  }

  private static byte[] answer() {
    ByteBuffer encoded = hello("east").encode();
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
