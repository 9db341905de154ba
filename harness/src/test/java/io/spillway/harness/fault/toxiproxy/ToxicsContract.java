package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.toxiproxy.Conversation.End;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What proxies and toxics do to the bytes and the ends of connections, seen by the sockets at both
 * ends. Times are bounded from below only: a loaded machine is slow, never early.
 */
abstract class ToxicsContract extends ProxyFixture {

  ToxicsContract(ToxiproxyServer server) {
    super(server);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "noop       | ``",
        "latency    | `\"latency\":50,\"jitter\":20`",
        "bandwidth  | `\"rate\":50000`",
        "slicer     | `\"average_size\":16000,\"size_variation\":4000,\"delay\":1`",
        "slow_close | `\"delay\":50`",
        "limit_data | `\"bytes\":20000000`",
      })
  void tenMegabytes_throughAToxic_arriveAsTheyWere(String type, String attributes)
      throws IOException {
    byte[] bytes = Conversation.bytes(10_000_000);
    for (Direction direction : Direction.values()) {
      api().addToxic(name(), stream(direction), type, stream(direction), 1, attributes);
    }
    try (Conversation open = open()) {
      for (Direction direction : Direction.values()) {
        assertThat(open.transfer(direction, bytes)).as(stream(direction)).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void latency_comesToLiveConnections_inItsDirection(Direction direction) throws IOException {
    try (Conversation open = open()) {
      add("latency", direction, "\"latency\":200");

      assertThat(Duration.ofNanos(open.timeOfOneByte(direction)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));

      api().updateToxic(name(), "t", "\"latency\":300");

      assertThat(Duration.ofNanos(open.timeOfOneByte(direction)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void twoLatencies_addUp() throws IOException {
    api().addToxic(name(), "a", "latency", "upstream", 1, "\"latency\":150");
    api().addToxic(name(), "b", "latency", "upstream", 1, "\"latency\":150");
    try (Conversation open = open()) {
      assertThat(Duration.ofNanos(open.timeOfOneByte(Direction.UPSTREAM)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(295));
    }
  }

  @ParameterizedTest
  @EnumSource
  void latencyTakenAway_letsWaitingBytesGo(Direction direction) throws IOException {
    try (Conversation open = open()) {
      add("latency", direction, "\"latency\":3600000");
      open.send(direction, (byte) 1, (byte) 2);
      api().removeToxic(name(), "t");
      open.send(direction, (byte) 3);

      assertThat(open.receive(direction, 3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void close_waitsBehindDelayedBytes() throws IOException {
    add("latency", Direction.DOWNSTREAM, "\"latency\":200");
    try (Conversation open = open()) {
      long startNanos = System.nanoTime();
      open.send(Direction.DOWNSTREAM, (byte) 1);
      open.server().close();

      assertThat(open.receive(Direction.DOWNSTREAM, 1)).containsExactly(1);
      assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bandwidth_letsNoMoreThroughThanItsRate(Direction direction) throws IOException {
    byte[] bytes = Conversation.bytes(200_000);
    try (Conversation open = open()) {
      add("bandwidth", direction, "\"rate\":400");
      long startNanos = System.nanoTime();

      assertThat(open.transfer(direction, bytes)).isEqualTo(bytes);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }
  }

  @Test
  void bandwidthOfZero_holdsEverything_untilTakenAway() throws IOException {
    try (Conversation open = open()) {
      add("bandwidth", Direction.UPSTREAM, "\"rate\":0");
      open.send(Direction.UPSTREAM, (byte) 1);
      assertThat(Conversation.isSilent(open.server())).isTrue();

      api().removeToxic(name(), "t");

      assertThat(open.receive(Direction.UPSTREAM, 1)).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slicer_pausesBetweenItsPieces_andKeepsTheBytes(Direction direction) throws IOException {
    byte[] bytes = Conversation.bytes(2_000);
    try (Conversation open = open()) {
      add("slicer", direction, "\"average_size\":100,\"delay\":5000");
      long startNanos = System.nanoTime();

      assertThat(open.transfer(direction, bytes)).isEqualTo(bytes);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .as("19 pauses of 5 ms at least")
          .isGreaterThanOrEqualTo(Duration.ofMillis(95));
    }
  }

  @Test
  void slowClose_delaysTheEndButNotTheBytes() throws IOException {
    add("slow_close", Direction.DOWNSTREAM, "\"delay\":300");
    try (Conversation open = open()) {
      open.send(Direction.DOWNSTREAM, (byte) 1);
      long startNanos = System.nanoTime();
      open.server().close();

      assertThat(open.receive(Direction.DOWNSTREAM, 1)).containsExactly(1);
      assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void slowCloseTakenAway_endsAtOnceWhatWaited() throws IOException {
    add("slow_close", Direction.DOWNSTREAM, "\"delay\":3600000");
    try (Conversation open = open()) {
      open.server().close();
      assertThat(Conversation.isSilent(open.client())).isTrue();

      api().removeToxic(name(), "t");

      assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
    }
  }

  @Test
  void limitData_endsTheConnectionAfterSoManyBytes_ofEachConnection() throws IOException {
    add("limit_data", Direction.DOWNSTREAM, "\"bytes\":100");
    byte[] bytes = Conversation.bytes(150);
    for (int i = 0; i < 2; i++) {
      try (Conversation open = open()) {
        open.send(Direction.DOWNSTREAM, bytes);

        assertThat(open.receive(Direction.DOWNSTREAM, 100)).isEqualTo(Arrays.copyOf(bytes, 100));
        assertThat(Conversation.end(open.client())).isEqualTo(End.CLOSED);
      }
    }
  }
}
