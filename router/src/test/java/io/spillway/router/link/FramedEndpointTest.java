package io.spillway.router.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.relay.SocketPair;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramedEndpointTest {

  private final StepLoop steps = new StepLoop();
  private final ByteBuffer target = ByteBuffer.allocate(1000);
  private SocketPair pair;
  private FramedEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    pair = SocketPair.at(steps.loop());
    endpoint = new FramedEndpoint(pair.near());
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    pair.close();
  }

  @Test
  void bytes_are_written_in_a_frame() throws IOException {
    ByteBuffer source = ByteBuffer.allocate(100).position(Endpoint.HEADROOM_BYTES);
    source.put("hello".getBytes(UTF_8)).flip().position(Endpoint.HEADROOM_BYTES);

    endpoint.write(source);

    DataInputStream far = new DataInputStream(pair.far().getInputStream());
    assertThat(far.readByte()).isEqualTo((byte) 7);
    assertThat(far.readInt()).isEqualTo(5);
    assertThat(new String(far.readNBytes(5), UTF_8)).isEqualTo("hello");
    assertThat(source.hasRemaining()).isFalse();
  }

  @Test
  void frames_are_read_however_they_are_cut() throws IOException {
    byte[] frames = {7, 0, 0, 0, 2, 'a', 'b', 7, 0, 0, 0, 1, 'c', 8, 0, 0, 0, 0};
    StringBuilder payload = new StringBuilder();
    for (byte part : frames) {
      pair.far().getOutputStream().write(part);
      payload.append(readOnce());
    }
    steps.stepUntil(
        "the end",
        () -> {
          payload.append(readOnce());
          return endpoint.hasEnded();
        });

    assertThat(payload).hasToString("abc");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void frames_of_any_size_are_read_into_buffers_of_any_size(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder sent = new StringBuilder();
    ByteBuffer frames = ByteBuffer.allocate(40_000);
    for (int i = 0; i < 60; i++) {
      byte[] body = Long.toString(random.nextLong()).repeat(random.nextInt(20)).getBytes(UTF_8);
      sent.append(new String(body, UTF_8));
      frames.put((byte) 7).putInt(body.length).put(body);
    }
    frames.put((byte) 8).putInt(0);
    pair.far().getOutputStream().write(frames.array(), 0, frames.position());

    StringBuilder payload = new StringBuilder();
    steps.stepUntil(
        "the end",
        () -> {
          target.clear().position(Endpoint.HEADROOM_BYTES).limit(10 + random.nextInt(990));
          endpoint.read(target);
          payload.append(UTF_8.decode(target));
          return endpoint.hasEnded();
        });

    assertThat(payload).hasToString(sent.toString());
  }

  @Test
  void end_in_the_same_read_as_the_last_bytes_is_known_at_once() throws IOException {
    pair.far().getOutputStream().write(new byte[] {7, 0, 0, 0, 1, 'a', 8, 0, 0, 0, 0});
    String[] payload = {""};
    steps.stepUntil("the byte", () -> !(payload[0] += readOnce()).isEmpty());

    assertThat(payload[0]).isEqualTo("a");
    assertThat(endpoint.hasEnded()).isTrue();
  }

  @Test
  void reset_after_fin_is_a_reset_and_other_frames_after_fin_are_none() throws IOException {
    pair.far().getOutputStream().write(new byte[] {8, 0, 0, 0, 0, 9, 0, 0, 0, 0});
    assertThatThrownBy(this::readOn)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset at its other end");

    try (SocketPair other = SocketPair.at(steps.loop())) {
      other.far().getOutputStream().write(new byte[] {8, 0, 0, 0, 0, 7, 0, 0, 0, 0});
      endpoint = new FramedEndpoint(other.near());
      assertThatThrownBy(this::readOn)
          .isInstanceOf(ProtocolException.class)
          .hasMessage("DATA in a stream, after FIN");
    }
  }

  @Test
  void end_of_the_connection_without_fin_is_a_break() throws IOException {
    pair.far().close();

    assertThatThrownBy(this::readOn)
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("without FIN");
  }

  @Test
  void end_of_the_connection_within_a_frame_is_a_break() throws IOException {
    pair.far().getOutputStream().write(new byte[] {7, 0, 0, 0, 9, 'a'});
    pair.far().close();

    assertThatThrownBy(this::readOn).isInstanceOf(EOFException.class);
  }

  @Test
  void reset_frame_is_a_reset() throws IOException {
    endpoint.reset();
    steps.step(); // the selector lets go of the socket
    InputStream far = pair.far().getInputStream();
    assertThat(far.readNBytes(5)).containsExactly(9, 0, 0, 0, 0);
    assertThatThrownBy(far::read).isInstanceOf(SocketException.class);

    SocketPair other = SocketPair.at(steps.loop());
    other.far().getOutputStream().write(new byte[] {9, 0, 0, 0, 0});
    endpoint = new FramedEndpoint(other.near());
    assertThatThrownBy(this::readOn)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset at its other end");
    other.close();
  }

  @Test
  void frame_of_another_kind_is_no_part_of_a_stream() throws IOException {
    pair.far().getOutputStream().write(new byte[] {1, 0, 0, 0, 0});

    assertThatThrownBy(this::readOn).isInstanceOf(ProtocolException.class);
  }

  @Test
  void stream_through_two_relays_and_a_link_is_exact() throws IOException {
    SocketPair client = SocketPair.at(steps.loop());
    SocketPair workload = SocketPair.at(steps.loop());
    SocketChannel[] ends = connected();
    BufferPool pool = new BufferPool();
    Connection left = adopt(ends[0]);
    Connection right = adopt(ends[1]);
    new Relay(new SocketEndpoint(client.near()), new FramedEndpoint(left), pool, end -> {}).start();
    new Relay(new FramedEndpoint(right), new SocketEndpoint(workload.near()), pool, end -> {})
        .start();
    byte[] sent = new byte[100_000];
    new Random(1).nextBytes(sent);

    client.far().getOutputStream().write(sent);
    client.far().shutdownOutput();
    byte[] received = new byte[sent.length];
    int[] count = {0};
    steps.stepUntil(
        "all bytes",
        () -> {
          int available = workload.far().getInputStream().available();
          count[0] += workload.far().getInputStream().readNBytes(received, count[0], available);
          return count[0] == sent.length;
        });
    assertThat(received).isEqualTo(sent);
    workload.far().close();
    steps.stepUntil("the end", () -> client.near().isClosed() && workload.near().isClosed());
    assertThat(pool.outstanding()).isZero();
    client.close();
    workload.close();
  }

  private void readOn() throws IOException {
    for (int i = 0; i < 100_000; i++) {
      readOnce();
      steps.step();
    }
  }

  private String readOnce() throws IOException {
    target.clear();
    endpoint.read(target);
    return UTF_8.decode(target).toString();
  }

  private Connection adopt(SocketChannel channel) throws IOException {
    return Connection.adopt(
        steps.loop(),
        channel,
        new ChannelHandler() {
          @Override
          public void ready(int readyOps) {}

          @Override
          public void failed(IOException cause) {}
        });
  }

  private static SocketChannel[] connected() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel one = SocketChannel.open(server.getLocalAddress());
      return new SocketChannel[] {one, server.accept()};
    }
  }
}
