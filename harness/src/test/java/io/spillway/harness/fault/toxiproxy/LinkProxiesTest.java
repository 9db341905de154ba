package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.LinkFaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request, or with the server, is said in words that help. */
class LinkProxiesTest {

  @Test
  void unknownLink_isRefused_withThoseThereAre() {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        LinkProxies links = new LinkProxies(server)) {
      links.create("west", "to-east", "p", "127.0.0.1:0", "127.0.0.1:9");

      assertThatThrownBy(() -> links.inject("west", "to-moon", new Fault.Cut()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no link west/to-moon; there are [west/to-east]");
    }
  }

  @Test
  void link_withSeveralProxies_failsAndHealsAsAWhole() throws IOException {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        LinkProxies links = new LinkProxies(server);
        ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String upstream = "127.0.0.1:" + peer.getLocalPort();
      InetSocketAddress there = links.create("west", "to-east", "p", "127.0.0.1:0", upstream);
      InetSocketAddress back =
          links.createReversed("west", "to-east", "q", "127.0.0.1:0", upstream);

      LinkFaults.ActiveFault cut = links.inject("west", "to-east", new Fault.Cut());
      assertThat(accepts(there)).isFalse();
      assertThat(accepts(back)).isFalse();

      cut.close();
      assertThat(accepts(there)).isTrue();
      assertThat(accepts(back)).isTrue();
    }
  }

  @Test
  void faultOfOneDirection_actsTheOtherWayOnReversedConnections() throws IOException {
    Fault.OneWay lost = new Fault.OneWay(Fault.Direction.UPSTREAM);
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        LinkProxies links = new LinkProxies(server);
        ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String upstream = "127.0.0.1:" + peer.getLocalPort();
      InetSocketAddress there = links.create("west", "to-east", "p", "127.0.0.1:0", upstream);
      InetSocketAddress back =
          links.createReversed("west", "to-east", "q", "127.0.0.1:0", upstream);
      links.inject("west", "to-east", lost);

      assertThat(firstByteFromThePeer(there, peer)).as("the way back of the link").contains(7);
      assertThat(firstByteFromThePeer(back, peer)).as("the lost way of the link").isEmpty();
    }
  }

  /** What a client of a proxy reads first, if the peer behind it says 7 at once. */
  private static Optional<Integer> firstByteFromThePeer(InetSocketAddress proxy, ServerSocket peer)
      throws IOException {
    try (Socket client = new Socket(proxy.getAddress(), proxy.getPort());
        Socket served = peer.accept()) {
      served.getOutputStream().write(7);
      client.setSoTimeout(500);
      return Optional.of(client.getInputStream().read());
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      return client.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "ä", "%2e", "-a"})
  void proxyName_thatAUrlWouldBreak_isRefused(String name) {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        LinkProxies links = new LinkProxies(server)) {
      assertThatThrownBy(() -> links.create("west", "to-east", name, "127.0.0.1:0", "127.0.0.1:9"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  @Test
  void serverThatIsGone_isNamed_withWhatWasTried() {
    EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
    LinkProxies links = new LinkProxies(server);
    links.create("west", "to-east", "p", "127.0.0.1:0", "127.0.0.1:9");
    server.close();

    try (PortHold noOneElseThere = PortHold.on(server.api()).orElseThrow()) {
      assertThat(noOneElseThere).isNotNull();
      assertThatThrownBy(() -> links.inject("west", "to-east", new Fault.Blackhole()))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining(
              "cannot inject black-holed (bytes vanish in both directions) into link west/to-east")
          .hasMessageContaining(server.description())
          .hasMessageContaining("API 127.0.0.1:" + server.api().getPort())
          .hasMessageContaining("Connection refused");
      assertThatThrownBy(links::close)
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("delete the proxy of link west/to-east");
    }
  }

  @Test
  void serverThatDoesNotAnswer_isGivenUp() throws IOException {
    try (ServerSocket mute = Conversation.listen();
        LinkProxies links =
            new LinkProxies(
                (InetSocketAddress) mute.getLocalSocketAddress(),
                "a mute server",
                Duration.ofMillis(200))) {
      assertThatThrownBy(() -> links.create("west", "to-east", "p", "127.0.0.1:0", "127.0.0.1:9"))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("a mute server")
          .hasMessageContaining("did not answer within 200 ms");
    }
  }

  @Test
  void twoNetworks_onOneServer_doNotTouchEachOther() throws IOException {
    try (EmbeddedToxiproxyServer server = EmbeddedToxiproxyServer.start();
        ServerSocket upstream = Conversation.listen();
        LinkProxies green = new LinkProxies(server)) {
      LinkProxies blue = new LinkProxies(server);
      String target = "127.0.0.1:" + upstream.getLocalPort();
      blue.create("west", "to-east", "blue-west-to-east", "127.0.0.1:0", target);
      InetSocketAddress there =
          green.create("west", "to-east", "green-west-to-east", "127.0.0.1:0", target);

      blue.inject("west", "to-east", new Fault.Cut());
      blue.close();

      try (Conversation open = Conversation.open(there, upstream)) {
        assertThat(open.transfer(Fault.Direction.UPSTREAM, new byte[] {1})).containsExactly(1);
      }
    }
  }
}
