package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import org.junit.jupiter.api.Test;

class KeysInReachTest {

  private final Network network =
      NetworkBuilder.network("n")
          .site("west")
          .connector("a", "a", 90)
          .link("mid")
          .site("mid")
          .connector("b", "b", 90)
          .site("east")
          .connector("c", "c", 90)
          .link("mid")
          .site("apart")
          .connector("d", "d", 90)
          .build();

  @Test
  void keys_areThoseOfAllSitesThatLinksLeadTo_whicheverSiteDeclaresThem() {
    assertThat(KeysInReach.of(network, "west")).containsExactly("a", "b", "c");
    assertThat(KeysInReach.of(network, "mid")).containsExactly("a", "b", "c");
    assertThat(KeysInReach.of(network, "apart")).containsExactly("d");
  }
}
