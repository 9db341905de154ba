package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.toxiproxy.Conversation.End;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a proxy does to connections without any toxic, seen by the sockets at both ends. */
abstract class ConnectionsContract extends ProxyFixture {

  ConnectionsContract(ToxiproxyServer server) {
    super(server);
  }

  @Test
  void fiveHundredConnectionsAtOnce_eachCarryTheirOwnBytes() throws IOException {
    List<Conversation> all = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        all.add(open());
      }
      for (int i = 0; i < all.size(); i++) {
        all.get(i).send(Direction.UPSTREAM, (byte) i, (byte) (i >> 8));
        all.get(i).send(Direction.DOWNSTREAM, (byte) (i >> 8), (byte) i);
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).receive(Direction.UPSTREAM, 2))
            .containsExactly((byte) i, (byte) (i >> 8));
        assertThat(all.get(i).receive(Direction.DOWNSTREAM, 2))
            .containsExactly((byte) (i >> 8), (byte) i);
      }
    } finally {
      for (Conversation open : all) {
        open.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfClose_isNotPassedOn_bothEndsSeeTheConnectionEnd(Direction direction) throws IOException {
    try (Conversation open = open()) {
      open.send(direction, (byte) 1);
      open.sender(direction).shutdownOutput();

      assertThat(open.receive(direction, 1)).containsExactly(1);
      assertThat(Conversation.end(open.receiver(direction))).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(open.sender(direction))).isEqualTo(End.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reset_byOneEnd_reachesTheOtherAsAClose(Direction direction) throws IOException {
    try (Conversation open = open()) {
      open.sender(direction).setSoLinger(true, 0);
      open.sender(direction).close();

      assertThat(Conversation.end(open.receiver(direction))).isEqualTo(End.CLOSED);
    }
  }

  @Test
  void upstreamThatRefuses_closesTheClientAfterItWasAccepted() throws IOException {
    upstream().close();

    try (Socket client = Conversation.connect(proxy())) {
      assertThat(Conversation.end(client)).isEqualTo(End.CLOSED);
    }
  }

  @Test
  void disabledProxy_endsConnectionsAndRefuses_untilEnabledOnTheSamePort() throws IOException {
    try (Conversation before = open()) {
      api().enable(name(), false);

      assertThat(Conversation.end(before.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(before.server())).isEqualTo(End.CLOSED);
      assertThatThrownBy(() -> Conversation.connect(proxy())).isInstanceOf(ConnectException.class);
    }
    api().enable(name(), true);
    try (Conversation after = open()) {
      assertThat(after.transfer(Direction.UPSTREAM, new byte[] {5})).containsExactly(5);
    }
  }

  @Test
  void movedUpstream_endsConnectionsAndLeadsNewOnesThere() throws IOException {
    try (Conversation before = open();
        ServerSocket other = Conversation.listen()) {
      api()
          .send(
              "PATCH",
              "/proxies/" + name(),
              "{\"upstream\":\"127.0.0.1:" + other.getLocalPort() + "\"}");

      assertThat(Conversation.end(before.client())).isEqualTo(End.CLOSED);
      try (Conversation after = Conversation.open(proxy(), other)) {
        assertThat(after.transfer(Direction.UPSTREAM, new byte[] {5})).containsExactly(5);
      }
    }
  }
}
