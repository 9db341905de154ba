package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import io.spillway.harness.probe.workload.Banner;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest extends ProberFixture {

  private static final StreamPlan PLAN = StreamPlan.of(5).withRate(1_000_000);

  private List<StreamEvent> streams() {
    return recorder.history().streams(PHASE);
  }

  @Test
  void streams_carryBytesAndEndWhole() {
    try (Streams streams = prober.streams(direct(), PHASE, PLAN)) {
      assertThat(streams.open()).isEqualTo(5);
      assertThat(backend.open()).isEqualTo(5);
      await("bytes come back").until(() -> streams.verifiedBytes() > 200_000);
      assertThat(streams.shortestRoundTrip()).isPositive();
    }

    assertThat(streams()).hasSize(5).allMatch(StreamEvent::whole);
    assertThat(streams()).extracting(StreamEvent::verifiedBytes).allMatch(bytes -> bytes > 0);
    assertThat(recorded())
        .hasSize(5)
        .allMatch(attempt -> attempt.outcome() == Outcome.SERVED && attempt.detail().isEmpty())
        .allMatch(attempt -> attempt.prober().equals("stream"));
    assertThat(streams())
        .extracting(StreamEvent::servedAtStart)
        .containsExactlyInAnyOrderElementsOf(
            recorded().stream().map(Attempt::servedBy).map(by -> by.orElseThrow()).toList());
    await("the workload sees the release").until(() -> backend.open() == 0);
  }

  @Test
  void stream_thatTheOtherSideEnds_saysHow() throws Exception {
    Socket socket;
    try (LoopbackServer server =
            LoopbackServer.start(
                peer -> peer.getOutputStream().write(new Banner("w", "b", 1).encode()));
        Streams streams = prober.streams(target(server.address()), PHASE, StreamPlan.of(1))) {
      socket = server.sockets().get(0);
      socket.setSoLinger(true, 0);
      socket.close();
      await("the end is noticed").until(() -> streams.open() == 0);
    }

    assertThat(streams()).singleElement().extracting(StreamEvent::ending).isEqualTo(Ending.RESET);
  }

  @Test
  void stream_whoseWorkloadEnds_isClosedOrReset_andNotWhole() {
    try (Streams streams = prober.streams(direct(), PHASE, PLAN)) {
      await("bytes come back").until(() -> streams.verifiedBytes() > 10_000);
      backend.close();
      await("the end is noticed").until(() -> streams.open() == 0);
    }

    assertThat(streams()).hasSize(5).noneMatch(StreamEvent::whole);
    assertThat(streams()).extracting(StreamEvent::ending).isSubsetOf(Ending.CLOSED, Ending.RESET);
  }

  @Test
  void stream_thatIsAnsweredWithSomethingElse_isBadFromTheFirstByte() {
    try (LoopbackServer server =
            LoopbackServer.start(
                peer -> {
                  peer.getOutputStream().write(new Banner("w", "b", 1).encode());
                  peer.getOutputStream().write(peer.getInputStream().readNBytes(100));
                });
        Streams streams = prober.streams(target(server.address()), PHASE, StreamPlan.of(1))) {
      await("what is owed does not come").until(() -> streams.shortestRoundTrip().toMillis() > 20);
    }

    assertThat(streams()).hasSize(1);
    assertThat(streams().get(0).firstBadOffset()).hasValue(0);
    assertThat(streams().get(0).ending()).isEqualTo(Ending.RELEASED);
  }

  @Test
  void stream_thatIsNeverAnswered_isGivenUpAfterItsPatience() {
    try (LoopbackServer server =
        LoopbackServer.start(
            peer -> peer.getOutputStream().write(new Banner("w", "b", 1).encode()))) {
      Streams streams =
          prober.streams(
              target(server.address()),
              PHASE,
              StreamPlan.of(1).withPatience(Duration.ofMillis(50)));
      await("bytes are owed").until(() -> streams.shortestRoundTrip().toMillis() > 20);
      streams.release();
    }

    StreamEvent stream = streams().get(0);
    assertThat(stream.ending()).isEqualTo(Ending.RELEASED);
    assertThat(stream.verifiedBytes()).isZero();
    assertThat(stream.missingBytes()).isPositive();
    assertThat(stream.longestStallNanos()).isGreaterThan(20_000_000);
  }

  @Test
  void streamsToNobody_areAttemptsThatFailed() {
    try (Streams streams = prober.streams(target(LoopbackServer.nobody()), PHASE, PLAN)) {
      assertThat(streams.open()).isZero();
    }

    assertThat(streams()).isEmpty();
    assertThat(recorded()).hasSize(5).allMatch(attempt -> attempt.outcome().failed());
  }

  @Test
  void proberClosed_abandonsTheStreams() {
    Streams streams = prober.streams(direct(), PHASE, PLAN);

    prober.close();
    streams.release();

    assertThat(streams()).hasSize(5).extracting(StreamEvent::ending).containsOnly(Ending.ABANDONED);
  }

  @Test
  void planOfNothing_isRefused() {
    assertThatThrownBy(() -> StreamPlan.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("streams must be at least 1, is 0");
    assertThatThrownBy(() -> StreamPlan.of(1).withRate(999))
        .hasMessage("bytesPerSecond must be at least 1000, is 999");
    assertThatThrownBy(() -> StreamPlan.of(1).withPatience(Duration.ZERO))
        .hasMessage("patience must be at least 1 ms, is PT0S");
  }
}
