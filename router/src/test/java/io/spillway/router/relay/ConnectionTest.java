package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** More than the buffers of both sockets hold. */
  private static final int MUCH = 16 * 1024 * 1024;

  private final StepLoop steps = new StepLoop();
  private SocketPair pair;

  @BeforeEach
  void start() throws IOException {
    pair = SocketPair.at(steps.loop());
    steps.step();
  }

  @AfterEach
  void stop() throws IOException {
    steps.close();
    pair.close();
  }

  @Test
  void closed_connection_passes_nothing_before_the_loop_has_closed_its_socket() throws IOException {
    pair.far().getOutputStream().write(1);

    pair.near().close();

    assertThatThrownBy(() -> pair.near().read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.near().write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.near().send(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.near().shutdownOutput())
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void other_side_sees_the_end_after_the_next_turn() throws IOException {
    pair.near().close();

    steps.step();

    assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void last_message_that_is_not_taken_in_time_gives_way_to_a_reset() {
    pair.near().closeWithin(LIMIT.toNanos());

    pair.near().sendAndClose(ByteBuffer.allocate(MUCH));

    steps.advance(LIMIT.minusNanos(1));
    assertThat(pair.near().isClosed()).isFalse();
    steps.advance(Duration.ofNanos(1));
    assertThat(pair.near().isClosed()).isTrue();
    steps.step(); // the selector lets go of the socket
    assertThatThrownBy(() -> pair.far().getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void last_message_that_is_taken_slowly_comes_to_its_end() throws IOException {
    InputStream far = pair.far().getInputStream();
    byte[] taken = new byte[MUCH];
    int[] count = {0};

    pair.near().sendAndClose(ByteBuffer.allocate(MUCH));

    steps.stepUntil(
        "the close",
        () -> {
          count[0] += far.readNBytes(taken, count[0], far.available());
          return pair.near().isClosed();
        });
    steps.step();
    assertThat(count[0] + far.readAllBytes().length).isEqualTo(MUCH);
  }
}
