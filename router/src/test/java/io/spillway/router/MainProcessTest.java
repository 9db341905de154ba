package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.assertAlive;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router as a process, for what only a process has: signals and an exit code. */
class MainProcessTest {

  private static final String TIME_WITH_ZONE =
      "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";

  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void hangup_reloads_a_bad_file_changes_nothing_and_term_drains_and_ends_with_0()
      throws Exception {
    int first = freePort();
    int second = freePort();
    try (Workload a = Workload.namedEcho("a")) {
      Path file = folder.resolve("site.yaml");
      Files.writeString(file, yaml(a.port(), first));
      Process router = start(file, "INFO");
      Socket held = hold(first);
      assumeThat(log()).as("the signal").doesNotContain("SIGHUP does not reload here");

      Files.writeString(file, yaml(a.port(), first) + "spce: {}\n");
      hangup(router);
      await("the bad file to be refused")
          .atMost(LIMIT)
          .until(() -> log().contains("not reloaded, nothing has changed"));
      assertThat(log())
          .contains("unknown field 'spce'")
          .containsPattern(TIME_WITH_ZONE + " \\w+ +\\[west\\] ReloadLog - not reloaded");

      Files.writeString(file, yaml(a.port(), second));
      hangup(router);
      await("the listener to move").atMost(LIMIT).until(() -> refuses(first) && !refuses(second));
      await("the reload to be logged")
          .atMost(LIMIT)
          .until(() -> log().contains("reloaded: Listener 'a' moved"));
      assertAlive(held);

      router.destroy(); // SIGTERM
      await("the port to be closed").atMost(LIMIT).until(() -> refuses(second));
      assertThat(router.isAlive()).isTrue();
      assertAlive(held);
      held.close();
      assertThat(router.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(router.exitValue()).isZero();
    }
  }

  @Test
  void debug_log_gives_the_reason_for_each_decision() throws Exception {
    int listener = freePort();
    int gone = freePort();
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, yaml(gone, listener));
    start(file, "DEBUG");

    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener)) {
      client.setSoTimeout((int) LIMIT.toMillis());
      client.getInputStream().read();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }

    await("the client to be turned away")
        .atMost(LIMIT)
        .until(() -> log().contains("a client is turned away"));
    assertThat(log())
        .contains(
            "a destination is chosen listener=\"a\" policy=\"PriorityKeys\" key=\"a\""
                + " destination=\"c@west\" perceivedCosts=\"[a=c@west:0]\" attempt=\"1\"")
        .contains("a try failed listener=\"a\" destination=\"c@west\" reason=")
        .contains("Connection refused")
        .contains("reason=\"all that is reachable has failed\" attempts=\"1\"");
  }

  private Process start(Path file, String logLevel) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--no-admin",
                "--drain=1m",
                file.toString())
            .redirectError(folder.resolve("router.log").toFile());
    builder.environment().put("SPILLWAY_LOG", logLevel);
    Process process = builder.start();
    processes.add(process);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private static void hangup(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("router.log"));
  }

  private static Socket hold(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) LIMIT.toMillis());
    assertThat(name(socket)).isEqualTo("a");
    return socket;
  }

  private static String yaml(int workload, int listener) {
    String resource = "---\napiVersion: skupper.io/v2alpha1\nkind: ";
    return resource
        + "Connector\nmetadata: {name: c, annotations: {spillway.dev/health-check: none}}\nspec: {host: 127.0.0.1, routingKey: a, port: "
        + workload
        + "}\n"
        + resource
        + "Listener\nmetadata: {name: a}\nspec: {host: 127.0.0.1, routingKey: a, port: "
        + listener
        + "}\n"
        + resource
        + "Site\nmetadata: {name: west}\n";
  }
}
