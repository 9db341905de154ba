package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.router.LogLines;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkCountersTest {

  private static final int DATA = 7;

  private final StepLoop steps = new StepLoop();
  private final LinkCounters counters = new LinkCounters();
  private final LogLines lines = new LogLines(Mesh.class);

  @AfterEach
  void close() {
    lines.close();
    steps.close();
  }

  @Test
  void failure_of_a_kind_is_logged_once_whatever_values_the_peer_sends() throws IOException {
    for (int i = 0; i < 20; i++) {
      fail(header(200 + i, 0));
      fail(header(DATA, Integer.MAX_VALUE - i));
    }

    assertThat(counters.protocolErrors()).isEqualTo(40);
    assertThat(lines.warnings())
        .containsExactly(
            "closed a link's connection with 127.0.0.1: frame of unknown type 200",
            "closed a link's connection with 127.0.0.1: DATA of 2147483647 bytes; at most 1048576"
                + " are allowed");
  }

  @Test
  void failure_of_a_kind_is_logged_again_after_a_minute() throws IOException {
    fail(header(200, 0));
    steps.advance(Duration.ofSeconds(59));
    fail(header(200, 0));
    assertThat(lines.warnings()).hasSize(1);

    steps.advance(Duration.ofSeconds(1));
    fail(header(200, 0));

    assertThat(lines.warnings()).hasSize(2);
  }

  @Test
  void refusal_is_logged_once_however_many_there_are() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (SocketPair pair = SocketPair.at(steps.loop())) {
        counters.linkRefused(4096 + i, pair.near());
      }
    }

    assertThat(counters.handshakesRefused()).isEqualTo(20);
    assertThat(lines.warnings())
        .singleElement()
        .asString()
        .endsWith("others have opened 4096 links, and no more are allowed");
  }

  private void fail(ByteBuffer header) throws IOException {
    ProtocolException failure =
        catchThrowableOfType(ProtocolException.class, () -> Frame.Header.read(header));
    try (SocketPair pair = SocketPair.at(steps.loop())) {
      counters.watch(pair.near());
      pair.near().failed(failure);
    }
  }

  private static ByteBuffer header(int code, int length) {
    return ByteBuffer.allocate(Frame.HEADER_BYTES).put((byte) code).putInt(length).flip();
  }
}
