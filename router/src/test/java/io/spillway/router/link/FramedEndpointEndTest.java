package io.spillway.router.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.HeldEndpoint;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketPair;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other side of a link closes a stream's connection as soon as both FINs have passed. */
class FramedEndpointEndTest {

  private static final byte[] FIN = {8, 0, 0, 0, 0};
  private static final byte[] RESET = {9, 0, 0, 0, 0};
  private static final byte[] HEARTBEAT = {1, 0, 0, 0, 0};
  private static final byte[] ONE_BYTE = {7, 0, 0, 0, 1, 'a'};
  private static final byte[] LAST_BYTES_AND_FIN = {7, 0, 0, 0, 3, 'a', 'b', 'c', 8, 0, 0, 0, 0};

  private final StepLoop steps = new StepLoop();
  private final ByteBuffer target = ByteBuffer.allocate(1000);
  private final BufferPool pool = new BufferPool();
  private final List<Relay.End> ends = new ArrayList<>();
  private SocketPair link;
  private SocketPair client;
  private FramedEndpoint endpoint;
  private HeldEndpoint slow;

  @BeforeEach
  void start() throws IOException {
    link = SocketPair.at(steps.loop());
    client = SocketPair.at(steps.loop());
    endpoint = new FramedEndpoint(link.near());
    slow = new HeldEndpoint(client.near()).takes(0);
  }

  @AfterEach
  void no_buffer_is_left() throws IOException {
    steps.close();
    link.close();
    client.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void end_after_both_fins_is_no_break_and_the_last_that_is_heard() throws IOException {
    endpoint.finish(false);
    link.far().getOutputStream().write(FIN);
    steps.stepUntil("FIN", () -> readsNothing() && endpoint.hasEnded());
    assertThat(endpoint.tellsOfResetAfterEnd()).isTrue();

    link.far().close();

    steps.stepUntil("the end", () -> readsNothing() && !endpoint.tellsOfResetAfterEnd());
  }

  @Test
  void end_before_the_fin_of_this_side_is_a_break() throws IOException {
    link.far().getOutputStream().write(FIN);
    link.far().close();

    assertThatThrownBy(() -> steps.stepUntil("the break", () -> !readsNothing()))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("before the FIN of this side");
  }

  @Test
  void slow_client_loses_nothing_when_the_other_side_is_done_before_it() throws IOException {
    endsAtTheOtherSideWhileTheClientTakesNothing();
    link.far().close();
    steps.stepUntil(
        "the end of the link's connection",
        () -> !endpoint.tellsOfResetAfterEnd() || !ends.isEmpty());
    assertThat(ends).isEmpty();
    assertThat(link.near().isClosed()).isTrue();
    link.near().failed(new IOException("the link went down, which is nothing to this stream"));

    slow.takes(LAST_BYTES_AND_FIN.length);
    steps.stepUntil("the end", () -> !ends.isEmpty());
    steps.step();

    assertThat(ends).containsExactly(Relay.End.CLOSED);
    assertThat(new String(client.far().getInputStream().readAllBytes(), UTF_8)).isEqualTo("abc");
  }

  @Test
  void slow_client_is_reset_when_the_other_side_says_so_after_fin() throws IOException {
    endsAtTheOtherSideWhileTheClientTakesNothing();

    link.far().getOutputStream().write(RESET);

    steps.stepUntil("the end", () -> !ends.isEmpty());
    assertThat(ends).containsExactly(Relay.End.RESET);
  }

  @Test
  void reset_of_the_client_that_a_write_comes_upon_is_no_fin() throws IOException {
    new Relay(slow.takes(Integer.MAX_VALUE), endpoint, pool, ends::add).start();
    client.far().setSoLinger(true, 0);
    client.far().close();
    // Without a turn of the loop, which could come to the client first, and read.
    for (int passed = 0; !slow.writeHasFailed(); passed++) {
      assertThat(passed).isLessThan(1_000_000);
      link.far().getOutputStream().write(ONE_BYTE);
      link.near().ready(SelectionKey.OP_READ);
    }

    steps.stepUntil("the end", () -> !ends.isEmpty());

    assertThat(ends).containsExactly(Relay.End.RESET);
    assertThat(link.far().getInputStream().readNBytes(RESET.length)).isEqualTo(RESET);
  }

  @Test
  void bytes_of_no_protocol_are_told_to_the_link_also_when_the_client_has_it_read()
      throws IOException {
    List<IOException> told = new ArrayList<>();
    link.near().onFailure(told::add);
    new Relay(slow, endpoint, pool, ends::add).start();
    link.far().getOutputStream().write(ONE_BYTE);
    steps.stepUntil("a byte to wait for the client", () -> pool.outstanding() == 1);
    link.far().getOutputStream().write(HEARTBEAT);
    steps.stepUntil("the frame", () -> hasCome(link.near(), HEARTBEAT.length));

    slow.takes(1);
    client.near().ready(SelectionKey.OP_WRITE);

    assertThat(ends).containsExactly(Relay.End.RESET);
    assertThat(told).singleElement().isInstanceOf(ProtocolException.class);
  }

  /** Whether so many bytes can be read, which stay where they are. */
  private static boolean hasCome(Connection connection, int bytes) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(bytes);
    connection.read(all);
    connection.unread(all.flip());
    return all.limit() == bytes;
  }

  /** Until both FINs have passed, and the last bytes wait for the client. */
  private void endsAtTheOtherSideWhileTheClientTakesNothing() throws IOException {
    new Relay(slow, endpoint, pool, ends::add).start();
    InputStream heard = link.far().getInputStream();
    client.far().shutdownOutput();
    steps.stepUntil("FIN at the other side", () -> heard.available() == FIN.length);
    assertThat(heard.readNBytes(FIN.length)).isEqualTo(FIN);
    link.far().getOutputStream().write(LAST_BYTES_AND_FIN);
    steps.stepUntil("bytes to wait for the client", () -> pool.outstanding() == 1);
    assertThat(endpoint.hasEnded()).isTrue();
  }

  private boolean readsNothing() throws IOException {
    target.clear();
    endpoint.read(target);
    return !target.hasRemaining();
  }
}
