package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.toxiproxy.Conversation.End;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The toxics that drop bytes or end connections: {@code timeout} and {@code reset_peer}, and
 * toxicity. The Javadoc of {@link io.spillway.harness.fault.Fault} rests on what these show.
 */
abstract class EndingToxicsContract extends ProxyFixture {

  EndingToxicsContract(ToxiproxyServer server) {
    super(server);
  }

  private static Direction other(Direction direction) {
    return direction == Direction.UPSTREAM ? Direction.DOWNSTREAM : Direction.UPSTREAM;
  }

  @ParameterizedTest
  @EnumSource
  void timeoutOfZero_dropsBytesOfLiveConnections_inItsDirectionOnly(Direction direction)
      throws IOException {
    try (Conversation open = openUsed()) {
      add("timeout", direction, "\"timeout\":0");
      open.send(direction, (byte) 1);

      assertThat(Conversation.isSilent(open.receiver(direction))).isTrue();
      assertThat(open.transfer(other(direction), new byte[] {2})).containsExactly(2);
    }
  }

  @Test
  void timeoutOfZero_takesBytesWithoutEnd() throws IOException {
    add("timeout", Direction.UPSTREAM, "\"timeout\":0");
    try (Conversation open = open()) {
      open.send(Direction.UPSTREAM, Conversation.bytes(30_000_000));

      assertThat(Conversation.isSilent(open.server())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void timeoutOfZero_passesACloseOn(Direction direction) throws IOException {
    add("timeout", direction, "\"timeout\":0");
    try (Conversation open = open()) {
      open.send(direction, (byte) 1);
      open.sender(direction).close();

      assertThat(Conversation.end(open.receiver(direction))).isEqualTo(End.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void timeoutTakenAway_endsTheConnectionsThatHadIt(Direction direction) throws IOException {
    try (Conversation open = openUsed()) {
      add("timeout", direction, "\"timeout\":0");
      api().removeToxic(name(), "t");

      assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(open.server())).isEqualTo(End.CLOSED);
    }
    try (Conversation after = open()) {
      assertThat(after.transfer(direction, new byte[] {3})).containsExactly(3);
    }
  }

  @Test
  void timeout_endsTheConnectionAfterItsTime() throws IOException {
    try (Conversation open = open()) {
      long startNanos = System.nanoTime();
      add("timeout", Direction.DOWNSTREAM, "\"timeout\":300");

      assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(open.server())).isEqualTo(End.CLOSED);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetPeer_resetsBothEndsOfNewConnections_atTheirFirstByte(Direction direction)
      throws IOException {
    add("reset_peer", direction, "\"timeout\":0");
    try (Conversation open = open()) {
      assertThat(open.transfer(other(direction), new byte[] {2})).containsExactly(2);
      open.send(direction, (byte) 1);

      assertThat(Conversation.end(open.client())).isEqualTo(End.RESET);
      assertThat(Conversation.end(open.server())).isEqualTo(End.RESET);
    }
  }

  @Test
  void resetPeer_waitsForItsTime() throws IOException {
    add("reset_peer", Direction.UPSTREAM, "\"timeout\":300");
    try (Conversation open = open()) {
      long startNanos = System.nanoTime();
      open.send(Direction.UPSTREAM, (byte) 1);

      assertThat(Conversation.end(open.client())).isEqualTo(End.RESET);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetPeer_closesConnectionsThatAreOlder_atTheirNextByte(Direction direction)
      throws IOException {
    try (Conversation open = openUsed()) {
      add("reset_peer", direction, "\"timeout\":0");
      assertThat(Conversation.isSilent(open.client())).isTrue();
      open.send(direction, (byte) 1);

      assertThat(Conversation.end(open.receiver(direction))).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(open.sender(direction))).isEqualTo(End.CLOSED);
    }
  }

  @Test
  void connectionOpenedUnderResetPeer_endsInAReset_evenAfterTheToxicIsGone() throws IOException {
    add("reset_peer", Direction.UPSTREAM, "\"timeout\":0");
    try (Conversation open = open()) {
      assertThat(open.transfer(Direction.DOWNSTREAM, new byte[] {1})).containsExactly(1);
      api().removeToxic(name(), "t");
      assertThat(open.transfer(Direction.UPSTREAM, new byte[] {2})).containsExactly(2);
      open.server().close();

      assertThat(Conversation.end(open.client())).isEqualTo(End.RESET);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 200, 200", "0.5, 50, 150"})
  void toxicity_isTheShareOfConnectionsThatAToxicActsOn(double toxicity, int least, int most)
      throws IOException {
    api().addToxic(name(), "t", "limit_data", "upstream", toxicity, "\"bytes\":0");
    int ended = 0;
    for (int i = 0; i < 200; i++) {
      try (Conversation open = open()) {
        open.send(Direction.UPSTREAM, (byte) 1);
        ended += open.server().getInputStream().read() < 0 ? 1 : 0;
      }
    }

    assertThat(ended)
        .as("of 200; outside the bounds by chance once in 10^12 runs")
        .isBetween(least, most);
  }
}
