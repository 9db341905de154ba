package io.spillway.router.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reset that a write comes upon first: Linux tells of it once, and then says end to a read. */
class ResetSeenByWriteTest {

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private final List<Relay.End> ends = new ArrayList<>();
  private SocketPair client;
  private SocketPair workload;
  private HeldEndpoint clientEnd;
  private HeldEndpoint workloadEnd;

  @BeforeEach
  void start() throws IOException {
    client = SocketPair.at(steps.loop());
    workload = SocketPair.at(steps.loop());
    clientEnd = new HeldEndpoint(client.near());
    workloadEnd = new HeldEndpoint(workload.near());
    new Relay(clientEnd, workloadEnd, pool, ends::add).start();
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    client.close();
    workload.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void reset_of_the_workload_is_a_reset_to_the_client() throws IOException {
    reset(workload.far());
    passUntilItFails(client, workloadEnd);

    awaitReset();
    assertReset(client.far());
  }

  @Test
  void reset_of_the_client_is_a_reset_to_the_workload() throws IOException {
    reset(client.far());
    passUntilItFails(workload, clientEnd);

    awaitReset();
    assertReset(workload.far());
  }

  @Test
  void end_that_came_before_the_reset_is_still_an_end() throws IOException {
    workload.far().getOutputStream().write("last words".getBytes(UTF_8));
    workload.far().close(); // what comes from now on is answered with a reset
    passUntilItFails(client, workloadEnd);

    awaitReset();
    assertThat(new String(client.far().getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("last words");
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Without a turn of the loop, which could come to the broken side first, and read. */
  private static void passUntilItFails(SocketPair from, HeldEndpoint to) throws IOException {
    for (int passed = 0; !to.writeHasFailed(); passed++) {
      assertThat(passed).isLessThan(1_000_000);
      from.far().getOutputStream().write('!');
      from.near().ready(SelectionKey.OP_READ);
    }
  }

  private void awaitReset() {
    steps.stepUntil("the end", () -> !ends.isEmpty());
    steps.step(); // the selector lets go of the sockets
    assertThat(ends).containsExactly(Relay.End.RESET);
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }
}
