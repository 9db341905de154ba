package io.spillway.router.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client from which nothing is read, because its workload takes nothing. */
class PeerWatchTest {

  private static final Duration STEP = Duration.ofNanos(PeerWatch.STEP_NANOS);
  private static final int STEPS = 10;

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private final List<Relay.End> ends = new ArrayList<>();
  private SocketPair client;
  private SocketPair workload;
  private HeldEndpoint slow;

  @BeforeEach
  void start() throws IOException {
    client = SocketPair.at(steps.loop());
    workload = SocketPair.at(steps.loop());
    slow = new HeldEndpoint(workload.near()).takes(0);
    Relay relay = new Relay(new SocketEndpoint(client.near()), slow, pool, ends::add);
    relay.start();
    new PeerWatch(steps.loop(), List.of(relay)).watch();
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    client.close();
    workload.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void reset_of_the_client_reaches_the_workload() throws IOException {
    sendMoreThanIsTaken();

    client.far().setSoLinger(true, 0);
    client.far().close();

    steps.stepUntil(
        "the end",
        () -> {
          steps.advance(STEP);
          return !ends.isEmpty();
        });
    steps.step(); // the selector lets go of the sockets
    assertThat(ends).containsExactly(Relay.End.RESET);
    assertThatThrownBy(() -> workload.far().getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void client_that_is_there_notices_nothing() throws IOException {
    sendMoreThanIsTaken();

    pass();

    assertThat(ends).isEmpty();
    slow.takes(Integer.MAX_VALUE);
    steps.stepUntil("all bytes", () -> workload.far().getInputStream().available() == 6);
    assertThat(new String(workload.far().getInputStream().readNBytes(6), UTF_8))
        .isEqualTo("abcdef");
  }

  @Test
  void ends_in_both_directions_are_no_reset() throws IOException {
    workload.far().shutdownOutput();
    client.far().setSoTimeout(1);
    steps.stepUntil("the end at the client", this::clientReadsTheEnd);
    sendMoreThanIsTaken();
    client.far().close();

    pass();

    assertThat(ends).isEmpty();
    slow.takes(Integer.MAX_VALUE);
    steps.stepUntil("the end", () -> !ends.isEmpty());
    steps.step();
    assertThat(ends).containsExactly(Relay.End.CLOSED);
    assertThat(new String(workload.far().getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("abcdef");
  }

  /** Until the first bytes wait for the workload, and the last ones are not read any more. */
  private void sendMoreThanIsTaken() throws IOException {
    client.far().getOutputStream().write("abc".getBytes(UTF_8));
    steps.stepUntil("bytes to wait for the workload", () -> pool.outstanding() == 1);
    client.far().getOutputStream().write("def".getBytes(UTF_8));
  }

  private void pass() {
    for (int i = 0; i < STEPS; i++) {
      steps.advance(STEP);
      steps.step();
    }
  }

  private boolean clientReadsTheEnd() throws IOException {
    try {
      return client.far().getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
