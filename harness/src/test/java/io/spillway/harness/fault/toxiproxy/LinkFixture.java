package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A link of its own for each test, led through a proxy to an upstream, and the faults for it. */
abstract class LinkFixture {

  private final ToxiproxyServer server;
  private LinkProxies links;
  private ServerSocket upstream;
  private InetSocketAddress proxy;

  LinkFixture(ToxiproxyServer server) {
    this.server = server;
  }

  @BeforeEach
  void createLink() throws IOException {
    upstream = Conversation.listen();
    links = new LinkProxies(server);
    proxy = create("west", "to-east");
  }

  @AfterEach
  void deleteLinks() throws IOException {
    links.close();
    upstream.close();
  }

  final InetSocketAddress create(String site, String link) {
    return links.create(
        site, link, RawApi.newName(), "127.0.0.1:0", "127.0.0.1:" + upstream.getLocalPort());
  }

  final ActiveFault inject(Fault.OnLink fault) {
    return links.inject("west", "to-east", fault);
  }

  /** Opens a connection through the link that surely is there when a fault comes or goes. */
  final Conversation openUsed() throws IOException {
    return Conversation.openUsed(proxy, upstream);
  }

  final Conversation open() throws IOException {
    return Conversation.open(proxy, upstream);
  }

  final Conversation openDuring(Fault.OnLink fault) throws IOException {
    inject(fault);
    return open();
  }

  static void assertCarries(Conversation open) throws IOException {
    for (Direction direction : Direction.values()) {
      assertThat(open.transfer(direction, new byte[] {5})).containsExactly(5);
    }
  }

  static Duration timeOfOneByte(Conversation open, Direction direction) throws IOException {
    return Duration.ofNanos(open.timeOfOneByte(direction));
  }

  final void assertRefused() {
    assertThatThrownBy(() -> Conversation.connect(proxy)).isInstanceOf(ConnectException.class);
  }

  final ToxiproxyServer server() {
    return server;
  }

  final LinkProxies links() {
    return links;
  }

  final ServerSocket upstream() {
    return upstream;
  }

  final InetSocketAddress proxy() {
    return proxy;
  }
}
