package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ListeningTest {

  @Test
  void portThatNobodyListensAt_isNamedWithWhatItIsFor() throws IOException {
    int closed = closedPort();
    try (ServerSocket links = listening()) {
      Sight sight = Listening.everywhere(plan(links.getLocalPort(), closed), new Silent());

      assertThat(sight.isReady()).isFalse();
      assertThat(sight.words())
          .isEqualTo("nothing listens at 127.0.0.1:" + closed + ", for the listener shop");
    }
  }

  @Test
  void portForLinks_countsToo() throws IOException {
    int closed = closedPort();
    try (ServerSocket clients = listening()) {
      assertThat(Listening.everywhere(plan(closed, clients.getLocalPort()), new Silent()).words())
          .isEqualTo("nothing listens at 127.0.0.1:" + closed + ", for other sites");
    }
  }

  @Test
  void routerThatListensAtAllPorts_isReady() throws IOException {
    try (ServerSocket links = listening();
        ServerSocket clients = listening()) {
      assertThat(
              Listening.everywhere(
                  plan(links.getLocalPort(), clients.getLocalPort()), new Silent()))
          .isEqualTo(Sight.READY);
    }
  }

  @Test
  void whereTheSystemDoesNotTell_portsForLinksAreKnockedAt_andThoseForClientsNever()
      throws IOException {
    try (ServerSocket links = listening();
        ServerSocket clients = listening()) {
      SitePlan plan = plan(links.getLocalPort(), clients.getLocalPort());

      assertThat(Listening.everywhere(plan, new Untold())).isEqualTo(Sight.READY);

      links.accept().close();
      clients.setSoTimeout(1); // whoever has knocked is in the queue
      assertThatThrownBy(clients::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whereTheSystemDoesNotTell_portForLinksCountsAllTheSame() throws IOException {
    int closed = closedPort();
    try (ServerSocket clients = listening()) {
      assertThat(Listening.everywhere(plan(closed, clients.getLocalPort()), new Untold()).words())
          .isEqualTo("nothing listens at 127.0.0.1:" + closed + ", for other sites");
    }
  }

  /** A program where nobody tells who listens. */
  private static final class Untold implements ProgramOutput {

    private final ListeningPorts ports = new ListeningPorts(List.of(Path.of("/nowhere/net/tcp")));

    @Override
    public boolean hasLine(String pattern) {
      return false;
    }

    @Override
    public String lastLines() {
      return "";
    }

    @Override
    public Optional<String> portProblem(HostPort at) {
      return ports.problem(at);
    }

    @Override
    public Optional<String> clientPortProblem(HostPort at) {
      return ports.problemUnknocked(at);
    }
  }

  private static SitePlan plan(int linkPort, int listenerPort) {
    return Plans.west("127.0.0.1", linkPort, listenerPort);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = listening()) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }
}
