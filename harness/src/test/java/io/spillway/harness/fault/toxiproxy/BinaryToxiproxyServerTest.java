package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.fault.FaultException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a program that is no working Toxiproxy is told from one; played by shell scripts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class BinaryToxiproxyServerTest {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private Path script(String... lines) throws IOException {
    Path script = folder.resolve("toxiproxy-server");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void programThatIsNotThere_isSaidSo() {
    assertThatThrownBy(() -> BinaryToxiproxyServer.start(folder.resolve("nowhere")))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("there is no program " + folder.resolve("nowhere"));
  }

  @Test
  void programThatIsNotExecutable_isSaidSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertThatThrownBy(() -> BinaryToxiproxyServer.start(file))
        .isInstanceOf(FaultException.class)
        .hasMessage(file + " is not executable; chmod +x it");
  }

  @Test
  void programThatEnds_isQuoted() throws IOException {
    Path program = script("echo boom", "echo bang >&2", "exit 3");

    assertThatThrownBy(() -> BinaryToxiproxyServer.start(program))
        .isInstanceOf(FaultException.class)
        .hasMessage(program + " ended with exit code 3; it printed: boom | bang");
  }

  @Test
  void programThatDoesNotAnswer_isEnded() throws IOException {
    Path pid = folder.resolve("pid");
    Path program = script("echo $$ > " + pid, "echo hello", "exec sleep 600");
    int freePort = BinaryToxiproxyServer.freePort();

    assertThatThrownBy(() -> BinaryToxiproxyServer.start(program, freePort, SHORT))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("does not answer on 127.0.0.1:" + freePort + " within 500 ms")
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("it printed: hello");
    long process = Long.parseLong(Files.readString(pid).strip());
    await("program ended")
        .atMost(LONG)
        .until(() -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void portInUse_isSaidSo_evenIfWhoeverHasItAnswers() throws IOException {
    Path program = script("exec sleep 600");
    try (EmbeddedToxiproxyServer other = EmbeddedToxiproxyServer.start()) {
      int port = other.api().getPort();

      assertThatThrownBy(() -> BinaryToxiproxyServer.start(program, port, LONG))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port + ", the port is taken");
    }
  }

  @Test
  void portTakenMeanwhile_isSaidSo_inTheProgramsWords() throws IOException {
    Path program = script("echo bind: address already in use", "exec sleep 600");

    assertThatThrownBy(() -> BinaryToxiproxyServer.start(program))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("the port is taken; it printed: bind: address already in use");
  }

  @Test
  void searchPath_givesTheFirstExecutable() throws IOException {
    Path program = script("exit 0");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("toxiproxy-server"), "not executable");
    String path =
        String.join(File.pathSeparator, "", other.toString(), "/nowhere", folder.toString());

    assertThat(BinaryToxiproxyServer.onPath("toxiproxy-server", path)).contains(program);
    assertThat(BinaryToxiproxyServer.onPath("toxiproxy-other", path)).isEmpty();
  }
}
