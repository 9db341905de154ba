package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.FaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of a server, and what it says of itself. */
class ToxiproxyServersTest {

  @Test
  void nothingAsked_givesTheEmbeddedServer_andSaysWhy() {
    try (ToxiproxyServer server =
        ToxiproxyServers.embeddedUnlessAsked(Optional.empty(), "/usr/bin")) {
      assertThat(server.description())
          .isEqualTo(
              "embedded Toxiproxy-compatible server"
                  + " (the default; -Dspillway.toxiproxy=<path> takes a toxiproxy-server)");
      assertThat(new RawApi(server).get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void embeddedAsked_givesTheEmbeddedServer_andSaysWhy() {
    try (ToxiproxyServer server =
        ToxiproxyServers.embeddedUnlessAsked(Optional.of("embedded"), "")) {
      assertThat(server.description())
          .isEqualTo(
              "embedded Toxiproxy-compatible server"
                  + " (asked for by -Dspillway.toxiproxy=embedded)");
    }
  }

  @Test
  void pathAsked_isTakenAtItsWord() {
    assertThatThrownBy(
            () -> ToxiproxyServers.embeddedUnlessAsked(Optional.of("/nowhere/toxiproxy"), ""))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("there is no program /nowhere/toxiproxy");
  }

  @Test
  void nameAsked_isLookedForOnThePath() {
    assertThatThrownBy(
            () -> ToxiproxyServers.embeddedUnlessAsked(Optional.of("toxiproxy-server"), "/nowhere"))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(
            "-Dspillway.toxiproxy=toxiproxy-server: no such program on the PATH /nowhere")
        .hasMessageContaining("'embedded'");
  }

  @Test
  void processes_getTheOriginalServerThatIsInstalled(@TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("toxiproxy-server"), "#!/bin/sh\nexit 3\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(
            () -> ToxiproxyServers.originalIfInstalled(Optional.empty(), folder.toString()))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(program + " ended with exit code 3");
  }

  @Test
  void serverThatIsAProgram_saysWhichProcessItIs(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("version"), "{\"version\":\"2.9.0\"}");
    Path program =
        Files.writeString(
            folder.resolve("toxiproxy-server"),
            "#!/bin/sh\nexec python3 -m http.server --bind $2 --directory " + folder + " $4\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    try (ToxiproxyServer server =
        ToxiproxyServers.originalIfInstalled(Optional.of(program.toString()), "")) {
      assertThat(server.program())
          .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
    }
    try (ToxiproxyServer embedded = EmbeddedToxiproxyServer.start()) {
      assertThat(embedded.program()).isEmpty();
    }
  }

  @Test
  void processes_getTheEmbeddedServerWhereNoneIsInstalled_andItSaysWhy(@TempDir Path folder) {
    try (ToxiproxyServer server =
        ToxiproxyServers.originalIfInstalled(Optional.empty(), folder.toString())) {
      assertThat(server.description())
          .isEqualTo(
              "embedded Toxiproxy-compatible server (there is no toxiproxy-server on the PATH)");
    }
  }

  @Test
  void processes_getWhatIsAskedFor(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("toxiproxy-server"), "#!/bin/sh\nexit 3\n");
    try (ToxiproxyServer server =
        ToxiproxyServers.originalIfInstalled(Optional.of("embedded"), folder.toString())) {
      assertThat(server.description()).endsWith("(asked for by -Dspillway.toxiproxy=embedded)");
    }
  }
}
