package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site at which three connections may be without HELLO, and hosts that say nothing. */
class LinkAcceptorTest {

  private static final int BOUND = 3;
  private static final String FLOODING = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("acceptor-test-resolver");
  private final LogLines log = new LogLines(Mesh.class);
  private final List<SocketChannel> open = new ArrayList<>();
  private LinkSettings settings;
  private LinkAcceptor acceptor;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    settings = settings(TestLinks.settings("east", 0, (heartbeats, now) -> false));
    Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
    mesh.start();
    acceptor = new LinkAcceptor(mesh);
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel each : open) {
      each.close();
    }
    server.close();
    steps.close();
    resolver.close();
    log.close();
  }

  @Test
  void newcomer_is_taken_in_although_another_host_holds_all_that_may_be_without_hello()
      throws IOException {
    SocketChannel oldest = connect(FLOODING);
    SocketChannel second = connect(FLOODING);
    SocketChannel third = connect(FLOODING);

    SocketChannel newcomer = connect(OTHER);
    newcomer.write(new Message.Hello(Message.Purpose.WHO, "west", 1, "", 0, 1, 0).encode());
    steps.stepUntil("an answer", () -> newcomer.read(ByteBuffer.allocate(1)) == 1);

    steps.stepUntil("the end of the oldest", () -> hasEnded(oldest));
    assertThat(hasEnded(second)).isFalse();
    assertThat(hasEnded(third)).isFalse();
    assertThat(settings.counters().handshakesRefused()).isEqualTo(1);
    assertThat(settings.counters().handshakesFailed()).isZero();
  }

  @Test
  void flood_from_one_host_ends_its_own_connections_only() throws IOException {
    SocketChannel slow = connect(OTHER);
    List<SocketChannel> flood = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      flood.add(connect(FLOODING));
    }
    List<SocketChannel> ended = flood.subList(0, flood.size() - (BOUND - 1));

    steps.stepUntil("their ends", () -> ended.stream().allMatch(LinkAcceptorTest::hasEnded));
    assertThat(hasEnded(slow)).isFalse();
    assertThat(settings.counters().handshakesRefused()).isEqualTo(ended.size());
    assertThat(log.warnings())
        .containsExactly(
            "closed the oldest of 3 connections with 127.0.0.2 on which no HELLO has come, and will"
                + " others: there are 4 in all, and one less is allowed (--handshakes)");
  }

  @Test
  void of_hosts_with_as_many_connections_the_one_that_came_first_gives_way() throws IOException {
    SocketChannel first = connect("127.0.0.4");
    SocketChannel second = connect("127.0.0.5");
    SocketChannel third = connect("127.0.0.6");
    SocketChannel last = connect("127.0.0.7");

    steps.stepUntil("the end of the first", () -> hasEnded(first));
    assertThat(List.of(second, third, last)).noneMatch(LinkAcceptorTest::hasEnded);
  }

  @Test
  void addresses_of_one_network_of_ipv6_are_one_source() throws IOException {
    BySource<String> all = new BySource<>();
    InetAddress one = InetAddress.getByName("2001:db8:0:1::1");
    InetAddress same = InetAddress.getByName("2001:db8:0:1:ffff::2");
    InetAddress other = InetAddress.getByName("2001:db8:0:2::1");
    all.add(other, "of another");
    all.add(one, "oldest");
    all.add(same, "newest");

    assertThat(all.of(one)).isEqualTo(2);
    assertThat(all.oldestOfMost()).isEqualTo("oldest");
    all.remove(one, "oldest");
    all.remove(same, "newest");
    assertThat(all.all()).containsExactly("of another");
    assertThat(all.size()).isEqualTo(1);
  }

  private SocketChannel connect(String from) throws IOException {
    SocketChannel far = SocketChannel.open().bind(new InetSocketAddress(from, 0));
    open.add(far);
    far.connect(server.getLocalAddress());
    far.configureBlocking(false);
    acceptor.accepted(server.accept());
    steps.step();
    return far;
  }

  private static boolean hasEnded(SocketChannel far) {
    try {
      return far.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static LinkSettings settings(LinkSettings other) {
    return new LinkSettings(
        other.site(),
        other.incarnation(),
        other.spares(),
        other.heartbeatNanos(),
        other.liveness(),
        other.pathCost(),
        other.sites(),
        other.networkBytes(),
        other.advertised(),
        other.streams(),
        other.handshakeNanos(),
        other.closeNanos(),
        BOUND,
        other.advertisementBytes(),
        other.pendingBytes(),
        other.counters());
  }
}
