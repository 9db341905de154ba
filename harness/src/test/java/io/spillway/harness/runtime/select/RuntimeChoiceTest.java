package io.spillway.harness.runtime.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuntimeChoiceTest {

  @TempDir Path folder;

  @Test
  void auto_withAnEngineAtTheDefaultSocket_isDocker() throws Exception {
    try (FakeEngine engine = new FakeEngine(folder.resolve("engine.sock"), FakeEngine.PONG)) {
      RuntimeChoice choice = choose("auto", defaultSockets(engine.socket()));

      assertThat(choice.kind()).isEqualTo(RuntimeKind.DOCKER);
      assertThat(choice.reason())
          .isEqualTo("an engine answers at unix://%s (default socket): API 1.41", engine.socket());
    }
  }

  @Test
  void nothingAsked_withoutAnEngine_isEmbeddedAndNamesTheSocketThatWasTried() {
    Path socket = folder.resolve("absent.sock");

    RuntimeChoice choice = choose("auto", defaultSockets(socket));

    assertThat(choice.kind()).isEqualTo(RuntimeKind.EMBEDDED);
    assertThat(choice.reason())
        .startsWith("no container engine answers: unix://" + socket + " (default socket): ");
  }

  @Test
  void auto_whenTheFirstSocketIsDead_asksTheNext() throws Exception {
    Path dead = folder.resolve("dead.sock");
    try (FakeEngine alive = new FakeEngine(folder.resolve("alive.sock"), FakeEngine.PONG)) {
      RuntimeChoice choice = choose("auto", defaultSockets(dead, alive.socket()));

      assertThat(choice.reason()).contains(alive.socket().toString());
    }
  }

  @Test
  void auto_whenDockerHostIsDead_doesNotFallBackToTheDefaultSocket() throws Exception {
    int port = unusedPort();
    try (FakeEngine alive = new FakeEngine(folder.resolve("alive.sock"), FakeEngine.PONG)) {
      RuntimeChoice choice =
          choose(
              "auto",
              new Surroundings(
                  Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port),
                  Map.of(),
                  List.of(alive.socket())));

      assertThat(choice.kind()).isEqualTo(RuntimeKind.EMBEDDED);
      assertThat(choice.reason())
          .contains("tcp://127.0.0.1:" + port + " (DOCKER_HOST): Connection refused");
    }
  }

  @Test
  void docker_withoutAnEngine_isRefusedWithEachAttemptAndARemedy() throws IOException {
    Path first = folder.resolve("first.sock");
    Path second = folder.resolve("second.sock");
    try (ServerSocketChannel abandoned = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      abandoned.bind(UnixDomainSocketAddress.of(second)); // the file stays when it closes
    }

    assertThatThrownBy(() -> choose("docker", defaultSockets(first, second)))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContainingAll(
            "-Dspillway.runtime=docker",
            first + " (default socket): ",
            second + " (default socket): Connection refused",
            "-Dspillway.runtime=embedded");
  }

  @Test
  void embedded_withAnEngine_isEmbedded() throws Exception {
    try (FakeEngine engine = new FakeEngine(folder.resolve("engine.sock"), FakeEngine.PONG)) {
      assertThat(choose("embedded", defaultSockets(engine.socket())))
          .isEqualTo(new RuntimeChoice(RuntimeKind.EMBEDDED, "asked for"));
    }
  }

  @Test
  void anUnknownWord_isRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> choose("podman", defaultSockets(folder.resolve("absent.sock"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the runtime (-Dspillway.runtime, --runtime) must be auto, embedded, process or docker,"
                + " is \"podman\"");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 503 Service Unavailable, GET /_ping was answered 503 Service Unavailable",
    "HTTP/1.1 200 OK, what answers there is no container engine",
    "SSH-2.0-OpenSSH, what answers there does not speak HTTP",
  })
  void aSocketThatIsNoEngine_doesNotCount(String line, String detail) throws Exception {
    try (FakeEngine other = new FakeEngine(folder.resolve("s.sock"), line + "\r\n\r\n")) {
      RuntimeChoice choice = choose("auto", defaultSockets(other.socket()));

      assertThat(choice.kind()).isEqualTo(RuntimeKind.EMBEDDED);
      assertThat(choice.reason()).endsWith(detail);
    }
  }

  @Test
  void anEngineThatAcceptsAndSaysNothing_isGivenUpWithinASecond() throws IOException {
    Path socket = folder.resolve("mute.sock");
    try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      long startNanos = System.nanoTime();

      RuntimeChoice choice = choose("auto", defaultSockets(socket, socket));

      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(2));
      assertThat(choice.reason()).contains("does not answer within 800 ms");
    }
  }

  @Test
  void anEngineBehindTls_countsWhenItAcceptsConnections() throws IOException {
    try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RuntimeChoice choice =
          choose(
              "auto",
              new Surroundings(
                  Map.of(
                      "DOCKER_HOST",
                      "tcp://127.0.0.1:" + engine.getLocalPort(),
                      "DOCKER_TLS_VERIFY",
                      "1"),
                  Map.of(),
                  List.of()));

      assertThat(choice.kind()).isEqualTo(RuntimeKind.DOCKER);
      assertThat(choice.reason()).contains("TLS");
    }
  }

  @ParameterizedTest
  @CsvSource({"ssh://box, only unix:// and tcp:// addresses", "nonsense, only unix:// and tcp://"})
  void anAddressThatCannotBeAsked_isNamedWithTheReason(String address, String reason) {
    assertThat(
            choose("auto", new Surroundings(Map.of("DOCKER_HOST", address), Map.of(), List.of()))
                .reason())
        .contains(address + " (DOCKER_HOST): " + reason);
  }

  @Test
  void theTestcontainersFile_namesTheEngineToAsk() {
    Surroundings surroundings =
        new Surroundings(
            Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"),
            Map.of("tc.host", "tcp://127.0.0.1:2", "docker.host", "tcp://127.0.0.1:3"),
            List.of());

    assertThat(EngineCandidates.list(surroundings))
        .containsExactly(
            new EngineCandidate(
                "tc.host in ~/.testcontainers.properties", "tcp://127.0.0.1:2", false));
  }

  private static RuntimeChoice choose(String word, Surroundings surroundings) {
    return RuntimeChoice.choose(
        word,
        "spillway",
        List.of(RuntimeKind.EMBEDDED, RuntimeKind.DOCKER),
        EngineCandidates.list(surroundings));
  }

  private static Surroundings defaultSockets(Path... sockets) {
    return new Surroundings(Map.of(), Map.of(), List.of(sockets));
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void docker_forARouterThatComesInNoImage_isRefusedWithTheReason() {
    assertThatThrownBy(() -> RuntimeChoice.choose("docker", "exec", List.of(RuntimeKind.PROCESS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the driver exec does not run on the runtime docker (-Dspillway.runtime, --runtime), as"
                + " its router comes in no image; it runs on process");
  }

  @Test
  void dockerForWantOfAnother_whereNoEngineAnswers_saysWhyAndWhoWasAsked() throws IOException {
    String address = "tcp://127.0.0.1:" + unusedPort();
    List<EngineCandidate> nobody = List.of(new EngineCandidate("DOCKER_HOST", address, false));

    assertThatThrownBy(() -> RuntimeChoice.docker("there is no program", nobody))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageStartingWith(
            "there is no program; and no container engine answers that could run it from its image:"
                + " "
                + address
                + " (DOCKER_HOST): ");
  }

  @Test
  void runtime_onWhichTheDriverDoesNotRun_isRefusedWithThoseOnWhichItDoes() {
    List<RuntimeKind> process = List.of(RuntimeKind.PROCESS);

    assertThatThrownBy(() -> RuntimeChoice.choose("embedded", "haproxy", process))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the driver haproxy does not run on the runtime embedded (-Dspillway.runtime,"
                + " --runtime); it runs on process");
    assertThat(RuntimeChoice.choose("process", "haproxy", process))
        .isEqualTo(new RuntimeChoice(RuntimeKind.PROCESS, "asked for"));
    assertThat(RuntimeChoice.choose("auto", "haproxy", process).kind())
        .isEqualTo(RuntimeKind.PROCESS);
  }
}
