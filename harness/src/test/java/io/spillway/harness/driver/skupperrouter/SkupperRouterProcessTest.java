package io.spillway.harness.driver.skupperrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.process.ProcessRuntime;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real skrouterd, where there is one. */
class SkupperRouterProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String HOST = "127.0.0.1";

  private static final Site SITE =
      NetworkBuilder.network("n")
          .site("west")
          .listener("backend", 8080, "backend")
          .priority("shop", 8081, "nobody", "backend")
          .listener("idle", 8082, "nobody")
          .connector("local", "backend", 9090)
          .build()
          .site("west");

  @TempDir private Path folder;

  private ProgramDriver driver;
  private ServerSocket workload;
  private SitePlan plan;
  private Optional<Process> router = Optional.empty();

  @BeforeEach
  void findRouter() throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String setting : new SkupperRouterProvider().settings().keySet()) {
      Optional.ofNullable(System.getProperty("spillway.skupper-router." + setting))
          .ifPresent(value -> values.put(setting, value));
    }
    values.put("mode", "with-controller");
    try {
      driver =
          (ProgramDriver)
              new SkupperRouterProvider()
                  .open(
                      DriverSettings.ofThisProcess(
                          "skupper-router", values, Path.of("").toAbsolutePath()));
    } catch (DriverException e) {
      Assumptions.abort(e.getMessage());
    }
    workload = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    plan = plan(freePorts(5));
  }

  @AfterEach
  void stopRouter() throws Exception {
    if (router.isPresent()) {
      router.get().destroy();
      if (!router.get().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        router.get().destroyForcibly();
      }
    }
    if (workload != null) {
      workload.close();
    }
  }

  @Test
  void router_getsReadyAndListensForClientsOfKeysThatCanBeReached() throws Exception {
    assertThat(driver.look(plan, output()).words())
        .isEqualTo("the router does not say yet that it listens on " + plan.port("management"));
    start();

    assertThat(reaches("backend")).isTrue();
    assertThat(reaches("shop")).as("a key of which nobody is, before one of which one is").isTrue();
    assertThat(reaches("idle")).as("a key of which nobody is").isFalse();
  }

  @Test
  void connectorOfAWorkloadThatEnded_isTakenAwayAndGivenBack() throws Exception {
    start();

    driver.workloadChanged(plan, "local", WorkloadState.DEAD);
    driver.workloadChanged(plan, "local", WorkloadState.DEAD);
    await().atMost(LIMIT).until(() -> !reaches("backend") && !reaches("shop"));
    assertThat(driver.look(plan, output())).isEqualTo(Sight.READY);

    driver.workloadChanged(plan, "local", WorkloadState.SERVING);
    driver.workloadChanged(plan, "local", WorkloadState.BRIEF);
    await().atMost(LIMIT).until(() -> reaches("backend") && reaches("shop"));
  }

  @Test
  void workloadOfARouterThatIsGone_isAnErrorThatNamesBoth() throws Exception {
    assertThatThrownBy(() -> driver.workloadChanged(plan, "local", WorkloadState.DEAD))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith(
            "connector local of site west, whose workload is dead now: the router's management at "
                + plan.port("management")
                + " is not reached: ");
  }

  @Test
  void router_whosePeerIsNotThere_isReadyButHasNotJoined_asItSays() throws Exception {
    int nobody = freePorts(1).get(0);
    plan = linked(new HostPort(HOST, nobody));
    start();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(driver.lookAround(plan, Set.of("backend")).words())
                    .startsWith(
                        "the router's connector to-east to 127.0.0.1:" + nobody + " is not up: ")
                    .containsIgnoringCase("refused"));
  }

  @Test
  void router_hasJoined_whenItKnowsTheKeysThatItWasAskedFor() throws Exception {
    start();

    assertThat(driver.lookAround(plan, Set.of("backend"))).isEqualTo(Sight.READY);
    assertThat(driver.lookAround(plan, Set.of("backend", "cart", "amend")).words())
        .isEqualTo("the router knows nobody yet for the keys amend, cart");
  }

  @Test
  void twoRouters_joinThroughTheirLink() {
    Network network =
        NetworkBuilder.network("two")
            .site("west")
            .listener("shop", 8080, "shop")
            .link("east")
            .site("east")
            .connector("shop", "shop", 9090)
            .build();
    try (SiteRuntime runtime = ProcessRuntime.open(driver, EmbeddedToxiproxyServer.start());
        RunningNetwork running = runtime.start(network)) {
      // Without having joined it would take it several seconds more.
      await().atMost(Duration.ofSeconds(1)).until(() -> serves(running.listener("west", "shop")));
    }
  }

  private static boolean serves(InetSocketAddress listener) {
    try (Socket client = new Socket()) {
      client.connect(listener, 1000);
      client.setSoTimeout(1000);
      return client.getInputStream().read() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The plan of the same site with a link. */
  private SitePlan linked(HostPort peer) {
    Site site =
        new Site(
            SITE.name(),
            List.of(new Link("to-east", "east", 1)),
            SITE.listeners(),
            SITE.multiKeyListeners(),
            SITE.connectors());
    return new SitePlan(
        site,
        HOST,
        plan.linkPort(),
        plan.listenerPorts(),
        Map.of("to-east", peer),
        plan.workloads(),
        Map.of(),
        Optional.empty(),
        plan.ports(),
        Map.of());
  }

  @Test
  void linkQuestion_isAnswered() throws Exception {
    start();

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plan.linkPort())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(driver.linkQuestion().orElseThrow());
      assertThat(socket.getInputStream().read()).isEqualTo('A');
    }
    assertThat(driver.look(plan, output())).isEqualTo(Sight.READY);
  }

  private void start() throws IOException {
    Program program = driver.program(plan, folder);
    for (Map.Entry<String, String> file : program.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    ProcessBuilder builder =
        new ProcessBuilder(program.command())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    builder.environment().putAll(program.environment());
    router = Optional.of(builder.start());
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(driver.look(plan, output())).isEqualTo(Sight.READY));
  }

  /** Whether a client of this listener gets a connection to the workload. */
  private boolean reaches(String listener) {
    try (Socket client = new Socket()) {
      client.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.listenerPort(listener)),
          1000);
      workload.setSoTimeout(2000);
      workload.accept().close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private ProgramOutput output() {
    return new ProgramOutput() {
      @Override
      public boolean hasLine(String pattern) {
        return lastLines().lines().anyMatch(line -> line.matches(pattern));
      }

      @Override
      public String lastLines() {
        try {
          return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private SitePlan plan(List<Integer> ports) {
    return new SitePlan(
        SITE,
        HOST,
        ports.get(0),
        Map.of("backend", ports.get(1), "shop", ports.get(2), "idle", ports.get(3)),
        Map.of(),
        Map.of("local", new HostPort(HOST, workload.getLocalPort())),
        Map.of(),
        Optional.empty(),
        Map.of("management", ports.get(4)),
        Map.of());
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      ports.add(held.get(i).getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }
}
