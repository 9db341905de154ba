package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptorTest {

  private final StepLoop steps = new StepLoop();
  private final List<SocketChannel> taken = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    steps.close();
    for (SocketChannel channel : taken) {
      channel.close();
    }
  }

  @Test
  void client_that_makes_its_taker_fail_is_closed_and_the_port_stays() throws IOException {
    ServerSocketChannel port =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    port.configureBlocking(false);
    new Acceptor(steps.loop(), port, this::take).start();

    try (Socket first = connect(port);
        Socket second = connect(port)) {
      steps.stepUntil("both clients", () -> taken.size() == 2);

      assertThat(first.getInputStream().read()).isEqualTo(-1);
      assertThat(taken.get(1).getRemoteAddress()).isEqualTo(second.getLocalSocketAddress());
      assertThat(port.isOpen()).isTrue();
    }
  }

  private void take(SocketChannel channel) {
    taken.add(channel);
    if (taken.size() == 1) {
      throw new IllegalStateException("a taker of the test that fails");
    }
  }

  private static Socket connect(ServerSocketChannel port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.socket().getLocalPort());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
