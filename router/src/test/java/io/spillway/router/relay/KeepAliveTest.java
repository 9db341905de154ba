package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

  private static final Duration STEP = Duration.ofNanos(PeerWatch.STEP_NANOS);

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private ServerSocketChannel server;
  private SocketChannel client;
  private SocketChannel workload;

  @BeforeEach
  void start() throws IOException {
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = SocketChannel.open(server.getLocalAddress());
    workload = SocketChannel.open(server.getLocalAddress());
    Relay relay = new Relay(endpoint(client), endpoint(workload), pool, end -> {});
    relay.start();
    new PeerWatch(steps.loop(), List.of(relay)).watch();
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    server.close();
  }

  @Test
  void stream_that_lives_for_a_while_notices_peers_that_vanish_and_a_short_one_pays_nothing()
      throws IOException {
    steps.advance(STEP.minusNanos(1));
    assertThat(client.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
    steps.advance(Duration.ofNanos(1));

    for (SocketChannel side : List.of(client, workload)) {
      assertThat(side.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      if (side.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
        assertThat(side.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
        assertThat(side.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
        assertThat(side.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(6);
      }
    }
  }

  private Endpoint endpoint(SocketChannel channel) throws IOException {
    return new SocketEndpoint(Connection.adopt(steps.loop(), channel, new Ignore()));
  }

  private static final class Ignore implements ChannelHandler {
    @Override
    public void ready(int readyOps) {}

    @Override
    public void failed(IOException cause) {}
  }
}
