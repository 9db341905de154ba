package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Keystream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTalkTest {

  private static final Banner BANNER = new Banner("west", "backend", 3);

  private final StreamTalk talk = new StreamTalk(7, BANNER);
  private long workloadPosition;

  private ByteBuffer say(int count, long nowNanos) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    talk.fill(bytes);
    talk.sent(count, nowNanos);
    return bytes;
  }

  /** What the workload makes of it. */
  private ByteBuffer sign(ByteBuffer bytes) {
    Keystream.of(BANNER).addTo(bytes, workloadPosition);
    workloadPosition += bytes.remaining();
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void echoInAnyPieces_isVerified(long seed) {
    Random random = new Random(seed);
    ByteBuffer reply = sign(say(50_000, 0));
    while (reply.hasRemaining()) {
      int piece = Math.min(reply.remaining(), 1 + random.nextInt(900));
      talk.heard(reply.slice(reply.position(), piece), 1);
      reply.position(reply.position() + piece);
    }

    assertThat(talk.firstBadOffset()).as("seed %d", seed).isEmpty();
    assertThat(talk.verifiedBytes()).isEqualTo(50_000);
    assertThat(talk.servedAtEnd()).isEqualTo(talk.servedAtStart());
  }

  @Test
  void byteChanged_isFoundWhereItIs() {
    ByteBuffer reply = sign(say(20_000, 0));
    reply.put(12_345, (byte) (reply.get(12_345) ^ 1));

    talk.heard(reply, 1);

    assertThat(talk.firstBadOffset()).hasValue(12_345);
    assertThat(talk.verifiedBytes()).isEqualTo(12_345);
  }

  @Test
  void byteLost_orDoubled_isFound() {
    ByteBuffer reply = sign(say(1_000, 0));
    talk.heard(reply.slice(0, 400), 1);
    talk.heard(reply.slice(401, 599), 1);

    assertThat(talk.firstBadOffset().orElseThrow()).isBetween(400L, 404L);

    StreamTalk other = new StreamTalk(7, BANNER);
    other.sent(1_000, 0);
    other.heard(reply.slice(0, 400), 1);
    other.heard(reply.slice(399, 601), 1);
    assertThat(other.firstBadOffset().orElseThrow()).isBetween(400L, 404L);
  }

  @Test
  void moreThanWasSent_isBad() {
    ByteBuffer reply = sign(say(100, 0));
    talk.heard(reply, 1);
    talk.heard(ByteBuffer.allocate(1), 2);

    assertThat(talk.firstBadOffset()).hasValue(100);
  }

  @Test
  void plainEcho_andEchoOfAnotherConnection_areBad() {
    talk.heard(say(100, 0), 1);
    assertThat(talk.firstBadOffset().orElseThrow()).isLessThan(5);

    StreamTalk other = new StreamTalk(8, new Banner("west", "backend", 4));
    ByteBuffer bytes = ByteBuffer.allocate(100);
    other.fill(bytes);
    other.sent(100, 0);
    Keystream.of(BANNER).addTo(bytes, 0);
    other.heard(bytes, 1);
    assertThat(other.firstBadOffset().orElseThrow()).isLessThan(5);
  }

  @Test
  void bannerInTheMidst_tellsWhoServesNow() {
    ByteBuffer reply = sign(say(100, 0));
    talk.heard(reply.slice(0, 60), 1);
    byte[] banner = new Banner("east", "backend", 9).encode();
    talk.heard(ByteBuffer.wrap(banner, 0, 10), 2);
    talk.heard(ByteBuffer.wrap(banner, 10, banner.length - 10), 2);

    assertThat(talk.firstBadOffset()).hasValue(60);
    assertThat(talk.servedAtEnd()).isEqualTo(new Attempt.Served("east", "backend", 9));
    assertThat(talk.servedAtStart()).isEqualTo(new Attempt.Served("west", "backend", 3));
  }

  @Test
  void stall_isTheLongestWaitWhileBytesAreOwed() {
    ByteBuffer reply = sign(say(100, 1_000));
    talk.heard(reply.slice(0, 50), 1_700);
    assertThat(talk.longestStallNanos(1_800)).isEqualTo(700);
    assertThat(talk.longestStallNanos(9_700)).as("still waiting").isEqualTo(8_000);

    talk.heard(reply.slice(50, 50), 2_000);
    assertThat(talk.longestStallNanos(99_999)).as("nothing is owed").isEqualTo(700);

    ByteBuffer next = sign(say(10, 100_000));
    talk.heard(next, 100_400);
    assertThat(talk.longestStallNanos(200_000)).as("silence is no stall").isEqualTo(700);
  }

  @Test
  void roundTrip_isThatOfAWatchedByte() {
    ByteBuffer reply = sign(say(100, 1_000));
    assertThat(talk.roundTripNanos(1_500)).as("not back yet").isEqualTo(500);

    talk.heard(reply, 3_000);

    assertThat(talk.roundTripNanos(9_000)).isEqualTo(2_000);
    assertThat(talk.longestRoundTripNanos()).isEqualTo(2_000);
    talk.heard(sign(say(10, 10_000)), 10_100);
    assertThat(talk.roundTripNanos(11_000)).isEqualTo(100);
    assertThat(talk.longestRoundTripNanos()).isEqualTo(2_000);
  }
}
