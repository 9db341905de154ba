package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkloadServerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final WorkloadServer server = WorkloadServer.start();
  private final Workload backend = server.open("west", "backend", ANY_PORT);

  @AfterEach
  void closeServer() {
    server.close();
  }

  private static Socket connect(Workload workload) throws IOException {
    return new Socket(workload.address().getAddress(), workload.address().getPort());
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  @Test
  void connection_firstHearsWhoServes_thenItsEcho() throws IOException {
    try (Socket first = connect(backend);
        Socket second = connect(backend)) {
      assertThat(line(first.getInputStream())).isEqualTo("spillway/1 west backend 1");
      assertThat(line(second.getInputStream())).isEqualTo("spillway/1 west backend 2");

      second.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(line(second.getInputStream())).isEqualTo("hello");
    }
  }

  @Test
  void echo_afterTheByteThatAsksForIt_isSignedWithTheConnectionsBanner() throws IOException {
    try (Socket socket = connect(backend)) {
      Banner banner = Banner.parse(line(socket.getInputStream())).orElseThrow();
      byte[] sent = "\u0016signed, please".getBytes(StandardCharsets.US_ASCII);
      for (byte next : sent) {
        socket.getOutputStream().write(next); // in pieces, if the kernel likes
      }
      byte[] received = socket.getInputStream().readNBytes(sent.length - 1);

      ByteBuffer unsigned = ByteBuffer.wrap(received);
      Keystream.of(banner).addTo(unsigned, 0);
      assertThat(new String(received, StandardCharsets.US_ASCII)).isEqualTo("signed, please");
    }
  }

  @Test
  void halfClose_comesBackAfterTheWholeEcho() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = connect(backend)) {
      line(socket.getInputStream());
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();

      assertThat(received.get()).isEqualTo(sent);
    }
  }

  @Test
  void clientThatDoesNotRead_isNotReadFromEither() throws Exception {
    try (SocketChannel channel = SocketChannel.open(backend.address())) {
      channel.configureBlocking(false);
      ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
      long[] sent = {0};
      long bound = 256L << 20;
      // The kernel's buffers on the way fill, and then nothing moves for a while.
      await("the workload stops reading")
          .during(Duration.ofMillis(200))
          .until(
              () -> {
                long before = sent[0];
                for (int n = channel.write(zeros.clear()); n > 0 && sent[0] < bound; ) {
                  sent[0] += n;
                  n = channel.write(zeros.clear());
                }
                return sent[0] == before;
              });
      assertThat(sent[0]).isPositive().isLessThan(bound);

      channel.shutdownOutput();
      channel.configureBlocking(true);
      DataInputStream in = new DataInputStream(channel.socket().getInputStream());
      line(in);
      assertThat(in.readAllBytes()).hasSize((int) sent[0]);
    }
  }

  @Test
  void counts_followConnections() throws IOException {
    Workload other = server.open("west", "other", ANY_PORT);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sockets.add(connect(backend));
    }
    await("five are open").until(() -> backend.open() == 5 && backend.accepted() == 5);

    for (Socket socket : sockets) {
      socket.close();
    }
    await("none is open").until(() -> backend.open() == 0);
    assertThat(backend.accepted()).isEqualTo(5);
    assertThat(other.accepted()).isZero();
  }

  @Test
  void connection_resetByTheClient_isNoLongerOpen() throws IOException {
    Socket socket = connect(backend);
    line(socket.getInputStream());
    socket.setSoLinger(true, 0);
    socket.close();

    await("the reset is seen").until(() -> backend.open() == 0);
  }

  @Test
  void workloadClosed_refusesAndEndsItsConnections_andNobodyElses() throws IOException {
    Workload other = server.open("west", "other", ANY_PORT);
    try (Socket mine = connect(backend);
        Socket others = connect(other)) {
      line(mine.getInputStream());
      line(others.getInputStream());

      backend.close();
      backend.close();

      assertThat(backend.open()).isZero();
      assertThat(mine.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(() -> connect(backend)).isInstanceOf(ConnectException.class);
      others.getOutputStream().write('x');
      assertThat(others.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void workloadClosed_canBeOpenedAgainAtItsAddress() throws IOException {
    try (Socket socket = connect(backend)) {
      line(socket.getInputStream());
      backend.close();
    }
    Workload again = server.open("west", "backend", backend.address());
    try (Socket socket = connect(again)) {
      assertThat(line(socket.getInputStream())).isEqualTo("spillway/1 west backend 1");
    }
  }

  @Test
  void addressInUse_isNamed() {
    assertThatThrownBy(() -> server.open("west", "second", backend.address()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("workload second of west cannot listen at " + backend.address());
  }

  @Test
  void name_thatABannerCannotCarry_isRefused() {
    assertThatThrownBy(() -> server.open("west", "two words", ANY_PORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"two words\"");
  }

  @Test
  void serverClosed_opensNothing() throws IOException {
    try (Socket socket = connect(backend)) {
      line(socket.getInputStream());
      server.close();
      server.close();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(backend.open()).isZero();
      assertThatThrownBy(() -> server.open("west", "late", ANY_PORT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("workload server is closed");
    }
  }
}
