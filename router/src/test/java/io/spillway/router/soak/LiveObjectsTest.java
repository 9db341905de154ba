package io.spillway.router.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveObjectsTest {

  @Test
  void owners_are_counted_and_others_are_not() {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:          6432         612345  [B (java.base@17.0.19)
           2:             3            120  sun.nio.ch.SocketChannelImpl (java.base@17.0.19)
           3:             2             48  io.spillway.router.relay.Relay
           4:             7             99  io.spillway.router.route.RoutingTable
        Total          6444         612612
        """;

    assertThat(LiveObjects.owners(histogram))
        .isEqualTo("io.spillway.router.relay.Relay=2 sun.nio.ch.SocketChannelImpl=3");
  }

  @Test
  void lambdas_of_a_class_count_together_as_a_timer_changes_from_one_to_another() {
    String histogram =
        """
           1:             1             16  io.spillway.router.link.Mesh$$Lambda$301/0x00007fd6f510fc98
           2:             2             32  io.spillway.router.link.Mesh$$Lambda$422/0x00007fd6f513c220
        """;

    assertThat(LiveObjects.owners(histogram)).isEqualTo("io.spillway.router.link.Mesh$$Lambda=3");
  }
}
