package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.loop.StepLoop;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortTest {

  @Test
  void ports_of_which_one_fails_as_nobody_expected_leave_none_bound() throws Exception {
    int free = TestSites.freePort();
    List<Ports.Wanted> wanted =
        List.of(
            new Ports.Wanted("listener 'a'", "127.0.0.1", free),
            new Ports.Wanted("listener 'b'", "127.0.0.1", 70_000));

    assertThatThrownBy(() -> new Ports().prepare(wanted))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(TestSites.refuses(free)).isTrue();
  }

  private static final int MORE_THAN_A_TURN_ACCEPTS = 100;

  @Test
  void port_that_stops_takes_in_all_who_have_connected_and_is_closed_a_turn_later()
      throws Exception {
    List<Socket> clients = new ArrayList<>();
    List<SocketChannel> accepted = new ArrayList<>();
    try (StepLoop steps = new StepLoop()) {
      Port port = Port.bind("listener 'a'", "127.0.0.1", 0);
      int number = port.address().getPort();
      port.serve(steps.loop(), accepted::add);
      for (int i = 0; i < MORE_THAN_A_TURN_ACCEPTS; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), number));
      }

      port.stop();
      assertThat(accepted).hasSameSizeAs(clients);
      steps.step();
      assertThat(TestSites.refuses(number)).isTrue();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
      for (SocketChannel channel : accepted) {
        channel.close();
      }
    }
  }
}
