package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListeningPortsTest {

  /** Of a system that does not tell who listens. */
  private static final ListeningPorts UNTOLD =
      new ListeningPorts(List.of(Path.of("/nowhere/net/tcp")));

  /** As Linux tells it, and as a system that tells nothing is asked. */
  static Stream<ListeningPorts> systems() {
    return Stream.of(ListeningPorts.HERE, UNTOLD);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void portAtWhichSomebodyListens_isWell(ListeningPorts ports) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports.problem(new HostPort("127.0.0.1", socket.getLocalPort()))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("systems")
  void portAtWhichNobodyListens_isTold(ListeningPorts ports) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(ports.problem(new HostPort("127.0.0.1", port)))
        .contains("nothing listens at 127.0.0.1:" + port);
  }

  @Test
  void portAtWhichNobodyMayKnock_isToldOnlyWhereTheSystemTells() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort open = new HostPort("127.0.0.1", socket.getLocalPort());
      HostPort closed = new HostPort("127.0.0.2", socket.getLocalPort());
      socket.setSoTimeout(1); // whoever has knocked is in the queue

      assertThat(systems()).allMatch(ports -> ports.problemUnknocked(open).isEmpty());
      assertThat(UNTOLD.problemUnknocked(closed)).isEmpty();
      assertThatThrownBy(socket::accept).isInstanceOf(SocketTimeoutException.class);
      assumeThat(Path.of("/proc/net/tcp")).isReadable();
      assertThat(ListeningPorts.HERE.problemUnknocked(closed))
          .contains("nothing listens at " + closed);
    }
  }

  @Test
  void portAtEveryAddress_isToldWhereTheSystemTells() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).isReadable();
    try (ServerSocket socket = new ServerSocket(0)) {
      HostPort at = new HostPort("127.0.0.1", socket.getLocalPort());

      assertThat(ListeningPorts.HERE.problem(at))
          .contains("it listens at every address of this machine, and not only at " + at);
    }
  }
}
