package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkloadMainTest {

  /** Only the harness's own classes: whatever else the program needed would be missing. */
  private static List<String> command(String... args) throws Exception {
    Path classes =
        Path.of(WorkloadMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                WorkloadMain.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  private static Process start(String... args) throws Exception {
    return new ProcessBuilder(command(args)).start();
  }

  private static Map<String, Integer> portsUntilReady(BufferedReader out) throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
      assertThat(line).as("a line before \"ready\"").isNotNull();
      int space = line.indexOf(' ');
      ports.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
    }
    return ports;
  }

  @Test
  void program_servesCountsAndEndsAtOnceOnSigterm() throws Exception {
    Process process =
        start(
            "--site",
            "west",
            "--bind",
            "127.0.0.1",
            "--control",
            "0",
            "--readiness",
            "other=0",
            "backend=0",
            "other=0");
    try (BufferedReader out = process.inputReader()) {
      Map<String, Integer> ports = portsUntilReady(out);
      WorkloadClient client =
          WorkloadClient.of(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get("control")),
              Duration.ofSeconds(10));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get("backend"))) {
        byte[] banner = new Banner("west", "backend", 1).encode();
        assertThat(socket.getInputStream().readNBytes(banner.length)).isEqualTo(banner);

        List<WorkloadHandle> workloads = client.workloads();
        assertThat(workloads).extracting(WorkloadHandle::site).containsExactly("west", "west");
        assertThat(workloads).extracting(WorkloadHandle::name).containsExactly("backend", "other");
        assertThat(workloads).extracting(WorkloadHandle::open).containsExactly(1L, 0L);
        assertThat(workloads).extracting(WorkloadHandle::accepted).containsExactly(1L, 0L);

        workloads.get(1).change(WorkloadState.NOT_READY);
        assertThat(ready(ports.get("other/ready"))).startsWith("HTTP/1.1 503 ");
        workloads.get(0).change(WorkloadState.DEAD);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      process.destroy();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended on SIGTERM").isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String ready(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write("GET /ready HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void program_withWrongArguments_saysSoAndExitsWith2() throws Exception {
    Process process = start("--site", "west");

    assertThat(process.errorReader().lines())
        .containsExactly("spillway workload: --control PORT is missing", WorkloadArguments.USAGE);
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void program_thatCannotListen_saysSoAndExitsWith1() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      InetSocketAddress taken =
          server
              .open("w", "taken", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .address();
      Process process =
          start("--site", "w", "--bind", "127.0.0.1", "--control", "0", "b=" + taken.getPort());

      assertThat(process.errorReader().lines())
          .singleElement()
          .asString()
          .startsWith("spillway workload: workload b of w cannot listen at");
      assertThat(process.waitFor()).isEqualTo(1);
    }
  }

  @Test
  void program_outOfDescriptors_saysSo_andAcceptsAgainOnceItHasSome() throws Exception {
    List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -n 60; exec \"$@\"", "sh"));
    limited.addAll(command("--site", "w", "--bind", "127.0.0.1", "--control", "0", "b=0"));
    Process process = new ProcessBuilder(limited).start();
    List<Socket> sockets = new ArrayList<>();
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      int port = portsUntilReady(out).get("b");
      for (int i = 0; i < 100; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      assertThat(err.readLine()).startsWith("descriptors: workload b of w cannot accept: ");

      Socket last = sockets.remove(99);
      for (Socket socket : sockets) {
        socket.close();
      }
      byte[] banner = new Banner("w", "b", 100).encode();
      assertThat(last.getInputStream().readNBytes(banner.length)).isEqualTo(banner);
      last.close();
    } finally {
      process.destroyForcibly();
    }
  }
}
