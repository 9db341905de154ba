package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

  private static final int TWELVE_MEGABYTES = 12 * 1024 * 1024;

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private final List<Relay.End> ends = new ArrayList<>();
  private Socket client;
  private Socket workload;
  private SocketPair clientSide;
  private SocketPair workloadSide;

  @BeforeEach
  void start() throws IOException {
    clientSide = SocketPair.at(steps.loop());
    workloadSide = SocketPair.at(steps.loop());
    client = clientSide.far();
    workload = workloadSide.far();
    new Relay(
            new SocketEndpoint(clientSide.near()),
            new SocketEndpoint(workloadSide.near()),
            pool,
            ends::add)
        .start();
  }

  @AfterEach
  void no_buffer_is_left() throws IOException {
    steps.close();
    clientSide.close();
    workloadSide.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void bytes_pass_in_both_directions() throws IOException {
    write(client, "question");
    assertThat(read(workload, 8)).isEqualTo("question");
    write(workload, "answer");
    assertThat(read(client, 6)).isEqualTo("answer");
  }

  @Test
  void half_close_is_passed_on_and_the_other_direction_stays_open() throws IOException {
    client.shutdownOutput();
    workload.setSoTimeout(1);
    steps.stepUntil("the end at the workload", () -> hasEnded(workload));
    write(workload, "still open");

    assertThat(read(client, 10)).isEqualTo("still open");
    assertThat(ends).isEmpty();
  }

  @Test
  void relay_ends_well_when_both_directions_have_ended() throws IOException {
    client.close();
    workload.close();

    steps.stepUntil("the end", () -> !ends.isEmpty());

    assertThat(ends).containsExactly(Relay.End.CLOSED);
    assertThat(clientSide.near().isClosed()).isTrue();
    assertThat(workloadSide.near().isClosed()).isTrue();
  }

  @Test
  void reset_is_passed_on_as_a_reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();

    steps.stepUntil("the end", () -> !ends.isEmpty());
    steps.step();

    assertThat(ends).containsExactly(Relay.End.RESET);
    assertThatThrownBy(() -> workload.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void slow_receiver_stops_the_sender_and_loses_nothing() throws IOException {
    byte[] sent = new byte[TWELVE_MEGABYTES];
    Thread sender = new Thread(() -> send(sent));
    sender.start();
    steps.stepUntil("a short write", () -> pool.outstanding() == 1);

    workload.setSoTimeout(1);
    byte[] target = new byte[sent.length];
    AtomicInteger received = new AtomicInteger();
    steps.stepUntil(
        "the end",
        () -> {
          try {
            int count = workload.getInputStream().read(target);
            received.addAndGet(Math.max(count, 0));
            return count < 0;
          } catch (SocketTimeoutException e) {
            return false;
          }
        });

    assertThat(received).hasValue(sent.length);
  }

  @Test
  void what_the_workload_said_before_it_broke_still_arrives() throws IOException {
    // The workload answers and goes without reading: writing to it fails, reading it does not yet.
    write(workload, "last words");
    workload.close();
    steps.stepUntil("the words", () -> client.getInputStream().available() == 10);
    client.getOutputStream().write(new byte[100]);
    steps.step();

    assertThat(read(client, 10)).isEqualTo("last words");
  }

  @Test
  void failing_connection_resets_the_other_one() {
    workloadSide.near().failed(new IOException("its link went down, in a test"));
    steps.step();

    assertThat(ends).containsExactly(Relay.End.RESET);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private void send(byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String read(Socket socket, int bytes) throws IOException {
    steps.stepUntil(bytes + " bytes", () -> socket.getInputStream().available() >= bytes);
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }
}
