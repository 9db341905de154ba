package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedPortsTest {

  @Test
  void port_isFreeAndNoneOfOutgoingConnections() throws IOException {
    PublishedPorts ports = new PublishedPorts();
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      int port = ports.free();
      assertThat(port).isBetween(PublishedPorts.FIRST, 32_767);
      assertThat(given.add(port)).as("port %d for the first time", port).isTrue();
      new ServerSocket(port).close();
    }
  }

  @Test
  void portThatSomebodyHas_isPassedOver() throws IOException {
    int port = new PublishedPorts().free();
    int start = port - PublishedPorts.FIRST;
    assertThat(new PublishedPorts(start).free()).isEqualTo(port);
    try (ServerSocket taken = new ServerSocket(port)) {
      assertThat(new PublishedPorts(start).free()).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void afterTheLastPort_theFirstComesAgain() {
    PublishedPorts ports = new PublishedPorts(PublishedPorts.COUNT - 1);
    ports.free();
    assertThat(ports.free()).isLessThan(PublishedPorts.FIRST + PublishedPorts.COUNT - 1);
  }
}
