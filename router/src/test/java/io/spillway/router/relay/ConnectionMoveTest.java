package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that changes loops while the other loop ends. */
class ConnectionMoveTest {

  private final StepLoop from = new StepLoop();
  private final StepLoop to = new StepLoop();
  private SocketPair client;

  @BeforeEach
  void connect() throws IOException {
    client = SocketPair.at(from.loop());
    to.step(); // it has an owner
  }

  @AfterEach
  void close() throws IOException {
    client.far().close();
    from.close();
    to.close();
  }

  @Test
  void connection_that_waits_for_a_loop_which_closes_is_closed() throws IOException {
    client.near().moveTo(to.loop(), moved -> {});
    from.step();

    to.close();
    from.step(); // one thread owns both loops here, so the first one closes it, in a turn

    assertThat(client.far().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void connection_that_is_moved_to_a_closed_loop_is_closed() throws IOException {
    to.close();

    client.near().moveTo(to.loop(), moved -> {});
    from.step();

    assertThat(client.far().getInputStream().read()).isEqualTo(-1);
  }
}
