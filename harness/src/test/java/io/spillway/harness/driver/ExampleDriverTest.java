package io.spillway.harness.driver;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/drivers.md is what stands there, compiles, is found, and runs a router. */
final class ExampleDriverTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = ROOT.resolve("examples/java-driver");
  private static final String HOST = "127.0.0.1";
  private static final int LIMIT_SECONDS = 20;

  private static final Network NETWORK =
      NetworkBuilder.network("net")
          .site("west")
          .listener("shop", 8080, "shop")
          .link("east", 5)
          .site("east")
          .connector("shop-1", "shop", 9090)
          .build();

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void buildTheModule() throws IOException {
    Path classes = folder.resolve("classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-classpath"));
    arguments.add(Path.of(codeOf(DriverProvider.class)).toString());
    try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .as("the compiler's status")
        .isZero();
    URL[] path = {classes.toUri().toURL(), EXAMPLE.resolve("src/main/resources/").toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(path, before));
  }

  @AfterEach
  void endWhatWasStarted() {
    Thread.currentThread().setContextClassLoader(before);
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void documentation_showsTheModulesFilesAsTheyAre() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/drivers.md"));
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> !file.startsWith(EXAMPLE.resolve("target"))))
          .hasSize(4)
          .allSatisfy(file -> assertThat(page).contains(Files.readString(file)));
    }
  }

  @Test
  void driver_isFoundByItsNameWithWhatItCanDo() {
    ProgramDriver driver = open();

    assertThat(driver.features())
        .contains(Feature.WEIGHTED_LISTENER, Feature.LINK_COST)
        .doesNotContain(Feature.TRAFFIC_SPLIT, Feature.LINKERD_FAILOVER);
  }

  @Test
  void twoRouters_carryBytesBothWaysAndEndWhenTheyAreTold() throws Exception {
    ProgramDriver driver = open();
    try (ServerSocket workload = listening()) {
      int[] ports = freePorts(4);
      SitePlan east =
          new SitePlan(
              NETWORK.site("east"),
              HOST,
              ports[0],
              Map.of(),
              Map.of(),
              Map.of("shop-1", new HostPort(HOST, workload.getLocalPort())),
              Map.of());
      SitePlan west =
          new SitePlan(
              NETWORK.site("west"),
              HOST,
              ports[1],
              Map.of("shop", ports[2]),
              Map.of("to-east", new HostPort(HOST, ports[0])),
              Map.of(),
              Map.of());
      serve(workload);
      Process eastern = start(driver, east);
      Process western = start(driver, west);

      await().atMost(LIMIT_SECONDS, SECONDS).until(() -> conversation(ports[2]).equals("hello"));
      tell(eastern, driver, east, WorkloadState.NOT_READY);
      await().atMost(LIMIT_SECONDS, SECONDS).until(() -> conversation(ports[2]).isEmpty());
      tell(eastern, driver, east, WorkloadState.SERVING);
      await().atMost(LIMIT_SECONDS, SECONDS).until(() -> conversation(ports[2]).equals("hello"));

      for (Process process : List.of(western, eastern)) {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).as("0, or by SIGTERM").isIn(0, 143);
      }
    }
  }

  private ProgramDriver open() {
    DriverSettings settings = DriverSettings.ofThisProcess("python-router", Map.of(), ROOT);
    assumeTrue(
        settings.searchPath().stream()
            .anyMatch(place -> Files.isExecutable(place.resolve("python3"))),
        "no python3 in " + settings.searchPath());
    return (ProgramDriver) Drivers.named("python-router").open(settings);
  }

  private Process start(ProgramDriver driver, SitePlan plan) throws IOException {
    Path site = Files.createDirectory(folder.resolve(plan.site().name()));
    Program program = driver.program(plan, site);
    for (Map.Entry<String, String> file : program.files().entrySet()) {
      Files.writeString(site.resolve(file.getKey()), file.getValue());
    }
    Path log = site.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(program.command()).directory(site.toFile());
    builder.environment().putAll(program.environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    await()
        .atMost(LIMIT_SECONDS, SECONDS)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> driver.look(plan, outputIn(log)).isReady());
    return process;
  }

  private static void tell(Process router, ProgramDriver driver, SitePlan plan, WorkloadState state)
      throws IOException {
    OutputStream input = router.getOutputStream();
    String line = driver.controlLine(plan, "shop-1", state).orElseThrow() + "\n";
    input.write(line.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** What comes back of a word whose sender ends its side; nothing if it is turned away. */
  private static String conversation(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) SECONDS.toMillis(LIMIT_SECONDS));
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Sends back what it gets, and ends only when its client has. */
  private static void serve(ServerSocket workload) {
    Thread thread =
        new Thread(
            () -> {
              while (!workload.isClosed()) {
                try (Socket socket = workload.accept()) {
                  byte[] said = socket.getInputStream().readAllBytes();
                  socket.getOutputStream().write(said);
                } catch (IOException e) {
                  // A check of the router's, which hangs up, or the end of the test.
                }
              }
            },
            "workload");
    thread.setDaemon(true);
    thread.start();
  }

  private static ProgramOutput outputIn(Path log) {
    return new ProgramOutput() {
      @Override
      public boolean hasLine(String pattern) {
        return lastLines().lines().anyMatch(line -> line.matches(pattern));
      }

      @Override
      public String lastLines() {
        try {
          return Files.readString(log);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static int[] freePorts(int count) throws IOException {
    int[] ports = new int[count];
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(listening());
        ports[i] = held.get(i).getLocalPort();
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  }

  private static URI codeOf(Class<?> type) {
    return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
  }
}
