package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

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
}
