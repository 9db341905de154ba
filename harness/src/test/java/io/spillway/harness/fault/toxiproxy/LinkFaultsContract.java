package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import io.spillway.harness.fault.toxiproxy.Conversation.End;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each fault does to a link's connections, to those that are there and to new ones, and what
 * healing does: the sentences in the Javadoc of {@link Fault}, seen on sockets.
 */
abstract class LinkFaultsContract extends LinkFixture {

  private static final Duration AN_HOUR = Duration.ofHours(1);

  LinkFaultsContract(ToxiproxyServer server) {
    super(server);
  }

  @Test
  void cut_endsConnectionsAndRefusesNewOnes_untilHealed() throws IOException {
    try (Conversation before = openUsed()) {
      ActiveFault cut = inject(new Fault.Cut());

      assertThat(Conversation.end(before.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(before.server())).isEqualTo(End.CLOSED);
      assertRefused();

      cut.close();
    }
    try (Conversation after = open()) {
      assertCarries(after);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reset_endsConnections_andResetsNewOnesAtTheirFirstByte(Direction direction)
      throws IOException {
    try (Conversation before = openUsed()) {
      ActiveFault reset = inject(new Fault.Reset());
      assertThat(Conversation.end(before.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(before.server())).isEqualTo(End.CLOSED);

      try (Conversation during = open()) {
        during.send(direction, (byte) 1);
        assertThat(Conversation.end(during.client())).isEqualTo(End.RESET);
        assertThat(Conversation.end(during.server())).isEqualTo(End.RESET);
      }
      reset.close();
    }
    try (Conversation after = open()) {
      assertCarries(after);
    }
  }

  @Test
  void resetHealed_endsConnectionsThatCarriedNoByteMeanwhile_soThatNoneIsResetLater()
      throws IOException {
    ActiveFault reset = inject(new Fault.Reset());
    try (Conversation during = open()) {
      reset.close();

      assertThat(Conversation.end(during.client())).isIn(End.RESET, End.CLOSED);
      assertThat(Conversation.end(during.server())).isIn(End.RESET, End.CLOSED);
    }
    try (Conversation after = open()) {
      after.server().close();
      assertThat(Conversation.end(after.client())).isEqualTo(End.CLOSED);
    }
  }

  @Test
  void blackhole_swallowsBothDirections_ofConnectionsOldAndNew() throws IOException {
    try (Conversation before = openUsed();
        Conversation during = openDuring(new Fault.Blackhole())) {
      for (Direction direction : Direction.values()) {
        before.send(direction, (byte) 1);
        during.send(direction, (byte) 1);
      }

      assertThat(Conversation.isSilent(before.client())).isTrue();
      assertThat(Conversation.isSilent(before.server())).isTrue();
      assertThat(Conversation.isSilent(during.client())).isTrue();
      assertThat(Conversation.isSilent(during.server())).isTrue();
    }
  }

  @Test
  void blackholeHealed_endsConnectionsThatLivedThroughIt_withoutTheLostBytes() throws IOException {
    try (Conversation during = openUsed()) {
      ActiveFault blackhole = inject(new Fault.Blackhole());
      during.send(Direction.UPSTREAM, (byte) 1);
      during.send(Direction.DOWNSTREAM, (byte) 1);
      assertThat(Conversation.isSilent(during.server())).isTrue();
      blackhole.close();

      assertThat(Conversation.end(during.client())).isEqualTo(End.CLOSED);
      assertThat(Conversation.end(during.server())).isEqualTo(End.CLOSED);
    }
    try (Conversation after = open()) {
      assertCarries(after);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneWay_swallowsThatDirectionOnly(Direction lost) throws IOException {
    Direction kept = lost == Direction.UPSTREAM ? Direction.DOWNSTREAM : Direction.UPSTREAM;
    try (Conversation before = openUsed()) {
      ActiveFault oneWay = inject(new Fault.OneWay(lost));
      before.send(lost, (byte) 1);

      assertThat(Conversation.isSilent(before.receiver(lost))).isTrue();
      assertThat(before.transfer(kept, new byte[] {2})).containsExactly(2);
      oneWay.close();

      assertThat(Conversation.end(before.client())).isEqualTo(End.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void latency_delaysThatDirection_andHealedTheBytesThatWaitGo(Direction direction)
      throws IOException {
    try (Conversation open = open()) {
      Duration delay = Duration.ofMillis(200);
      ActiveFault latency = inject(new Fault.Latency(direction, delay, Duration.ofMillis(50)));
      assertThat(timeOfOneByte(open, direction)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
      latency.close();
      ActiveFault longer = inject(new Fault.Latency(direction, AN_HOUR, Duration.ZERO));
      open.send(direction, (byte) 1);
      longer.close();

      assertThat(open.receive(direction, 1)).containsExactly(1);
      assertCarries(open);
    }
  }

  @Test
  void latencyBelowAMillisecondMore_isRoundedUp() throws IOException {
    inject(new Fault.Latency(Direction.UPSTREAM, Duration.ofNanos(100_000_001), Duration.ZERO));
    try (Conversation open = open()) {
      assertThat(timeOfOneByte(open, Direction.UPSTREAM))
          .isGreaterThanOrEqualTo(Duration.ofMillis(101));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bandwidth_limitsThatDirection_andHealedLeavesTheConnection(Direction direction)
      throws IOException {
    byte[] bytes = Conversation.bytes(100_000);
    try (Conversation open = open()) {
      ActiveFault bandwidth = inject(new Fault.Bandwidth(direction, 400));
      long startNanos = System.nanoTime();

      assertThat(open.transfer(direction, bytes)).isEqualTo(bytes);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(240));
      bandwidth.close();
      assertCarries(open);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slicer_keepsEveryByte_andHealedLeavesTheConnection(Direction direction) throws IOException {
    byte[] bytes = Conversation.bytes(20_000);
    try (Conversation open = open()) {
      ActiveFault slicer = inject(new Fault.Slicer(direction, 100, Duration.ofNanos(500)));

      assertThat(open.transfer(direction, bytes)).isEqualTo(bytes);
      slicer.close();
      assertCarries(open);
    }
  }
}
