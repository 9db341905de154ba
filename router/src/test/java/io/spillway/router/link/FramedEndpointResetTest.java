package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.relay.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream is reset while the other side of its link takes nothing, and so reads nothing. */
class FramedEndpointResetTest {

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private SocketPair link;
  private SocketPair client;

  @BeforeEach
  void start() throws IOException {
    link = SocketPair.at(steps.loop());
    client = SocketPair.at(steps.loop());
  }

  @AfterEach
  void no_buffer_is_left() throws IOException {
    steps.close();
    link.close();
    client.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void reset_is_seen_as_one_when_the_word_of_it_is_not_taken() {
    Relay relay = relay(new Stuck(false));

    relay.reset();

    assertReset();
  }

  @Test
  void reset_is_seen_as_one_when_a_whole_frame_waits_encrypted() throws IOException {
    Relay relay = relay(new Stuck(true));
    client.far().getOutputStream().write('a');
    steps.stepUntil("a frame to wait", () -> link.near().holdsOutput());

    relay.reset();

    assertReset();
  }

  private Relay relay(Wire wire) {
    link.near().wire(socket -> wire);
    Relay relay =
        new Relay(
            new SocketEndpoint(client.near()), new FramedEndpoint(link.near()), pool, end -> {});
    relay.start();
    return relay;
  }

  private void assertReset() {
    steps.step(); // the selector lets go of the socket
    assertThatThrownBy(() -> link.far().getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /** Gives the socket nothing; keeps what it is given, as TLS does, or refuses it. */
  private static final class Stuck implements Wire {

    private final boolean keeps;
    private boolean holdsOutput;

    Stuck(boolean keeps) {
      this.keeps = keeps;
    }

    @Override
    public int read(ByteBuffer target) {
      return 0;
    }

    @Override
    public boolean holdsInput() {
      return false;
    }

    @Override
    public void write(ByteBuffer source) {
      if (keeps && !holdsOutput) {
        holdsOutput = source.hasRemaining();
        source.position(source.limit());
      }
    }

    @Override
    public boolean holdsOutput() {
      return holdsOutput;
    }

    @Override
    public void close() {}
  }
}
