package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.FaultException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The choice of a server, and what it says of itself. */
class ToxiproxyServersTest {

  @Test
  void nothingAsked_givesTheEmbeddedServer_andSaysWhy() {
    try (ToxiproxyServer server = ToxiproxyServers.find(Optional.empty(), "/usr/bin")) {
      assertThat(server.description())
          .isEqualTo(
              "embedded Toxiproxy-compatible server"
                  + " (the default; -Dspillway.toxiproxy=<path> takes a toxiproxy-server)");
      assertThat(new RawApi(server).get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void embeddedAsked_givesTheEmbeddedServer_andSaysWhy() {
    try (ToxiproxyServer server = ToxiproxyServers.find(Optional.of("embedded"), "")) {
      assertThat(server.description())
          .isEqualTo(
              "embedded Toxiproxy-compatible server"
                  + " (asked for by -Dspillway.toxiproxy=embedded)");
    }
  }

  @Test
  void pathAsked_isTakenAtItsWord() {
    assertThatThrownBy(() -> ToxiproxyServers.find(Optional.of("/nowhere/toxiproxy"), ""))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("there is no program /nowhere/toxiproxy");
  }

  @Test
  void nameAsked_isLookedForOnThePath() {
    assertThatThrownBy(() -> ToxiproxyServers.find(Optional.of("toxiproxy-server"), "/nowhere"))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(
            "-Dspillway.toxiproxy=toxiproxy-server: no such program on the PATH /nowhere")
        .hasMessageContaining("'embedded'");
  }
}
