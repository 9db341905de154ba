package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The docker runtime at a real engine: the one that Testcontainers finds. {@code ci/air-gapped.sh
 * run mvn verify} starts one where there is none.
 */
final class DockerRuntimeIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration KNOCK_LIMIT = Duration.ofSeconds(1);
  private static final int ANSWER_LIMIT_MILLIS = 2_000;

  private static DockerRuntime runtime;

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("output.txt");
  }

  @BeforeAll
  static void open() {
    runtime = DockerRuntime.open(new SpillwayDriver());
  }

  @AfterAll
  static void close() {
    runtime.close();
    assertThat(leftBy(runtime)).isEmpty();
  }

  @Test
  void threeSites_serveAcrossALink_andLeaveNothingBehind() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      reaches(network, "west", "east");
      reaches(network, "north", "north");

      assertThat(network.workloads())
          .extracting(WorkloadHandle::site, WorkloadHandle::name)
          .containsExactlyInAnyOrder(tuple("east", "app=backend"), tuple("north", "app=backend"));
      assertThat(network.workloads())
          .extracting(WorkloadHandle::accepted)
          .allSatisfy(accepted -> assertThat(accepted).isPositive());
      assertThat(network.log("west")).contains("ready");
      assertThat(containersOf(runtime.run())).as("with Toxiproxy").hasSize(6);
    }
    assertThat(leftBy(runtime)).hasSize(1).allSatisfy(name -> assertThat(name).contains("toxi"));
  }

  @Test
  void aKilledSite_refusesUntilItIsHealedAndThenServesAtItsOldAddress() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      reaches(network, "west", "east");
      InetSocketAddress before = network.listener("west", "backend");
      assertThat(before.getPort())
          .as("no port of outgoing connections")
          .isBetween(PublishedPorts.FIRST, PublishedPorts.FIRST + PublishedPorts.COUNT - 1);

      network.inject("west", new Fault.Kill());
      assertThat(ask(network.listener("west", "backend"))).isEmpty();
      assertThatThrownBy(() -> network.inject("west", new Fault.Kill()))
          .isInstanceOf(FaultException.class)
          .hasMessageContainingAll("site west", "KILLED", "not running");

      network.heal("west");
      assertThat(network.listener("west", "backend")).isEqualTo(before);
      reaches(network, "west", "east");
    }
  }

  @Test
  void aKilledSite_comesBackBehindTheLinksThatLeadToIt() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      reaches(network, "west", "east");

      network.inject("east", new Fault.Kill());
      assertThat(ask(network.listener("west", "backend"))).isEmpty();

      network.heal("east");
      reaches(network, "west", "east");
    }
  }

  @Test
  void aFrozenSite_acceptsAndSaysNothingUntilItIsHealed() throws IOException {
    try (RunningNetwork network = runtime.start(threeSites());
        Socket client = new Socket()) {
      reaches(network, "west", "east");

      network.inject("west", new Fault.Freeze());
      client.connect(network.listener("west", "backend"), ANSWER_LIMIT_MILLIS);
      assertThatThrownBy(() -> firstLine(client)).isInstanceOf(SocketTimeoutException.class);

      network.heal("west");
      reaches(network, "west", "east");
    }
  }

  @Test
  void aSiteThatIsWell_isNotTouchedByHealing() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      InetSocketAddress before = network.listener("west", "backend");

      network.heal("west");

      assertThat(network.listener("west", "backend")).isEqualTo(before);
      reaches(network, "west", "east");
    }
  }

  @Test
  void aCutLink_isTheOnlyWayBetweenItsSites() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      reaches(network, "west", "east");

      try (ActiveFault cut = network.links().inject("west", "to-east", new Fault.Cut())) {
        assertThat(cut).isNotNull();
        assertThat(ask(network.listener("west", "backend"))).isEmpty();
        reaches(network, "north", "north");
      }
      reaches(network, "west", "east");
    }
  }

  @Test
  void connectionsPastTheRouters_seeWhatBecameOfALinkAndOfAWorkload() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      reaches(network, "west", "east");
      assertThat(throughLink(network)).contains(Reception.ANSWERED);

      try (ActiveFault cut = network.links().inject("west", "to-east", new Fault.Cut())) {
        assertThat(cut).isNotNull();
        assertThat(throughLink(network)).contains(Reception.REFUSED);
      }
      try (ActiveFault hole = network.links().inject("west", "to-east", new Fault.Blackhole())) {
        assertThat(hole).isNotNull();
        assertThat(throughLink(network)).contains(Reception.SILENT);
      }
      assertThat(throughLink(network)).contains(Reception.ANSWERED);

      assertThat(atWorkload(network)).contains(Reception.ANSWERED);
      network.workloads().forEach(workload -> workload.change(WorkloadState.DEAD));
      assertThat(atWorkload(network)).contains(Reception.REFUSED);
    }
  }

  private static Optional<Reception> throughLink(RunningNetwork network) {
    return network.doors().askThroughLink("west", "to-east", KNOCK_LIMIT).map(Knock::reception);
  }

  private static Optional<Reception> atWorkload(RunningNetwork network) {
    return network.doors().workload("east", "backend", KNOCK_LIMIT).map(Knock::reception);
  }

  @Test
  void anInterruptedThread_stillRemovesItsNetwork() {
    RunningNetwork network = runtime.start(threeSites());

    Thread.currentThread().interrupt();
    network.close();

    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    assertThat(leftBy(runtime)).hasSize(1).allSatisfy(name -> assertThat(name).contains("toxi"));
  }

  @Test
  void aRouterThatEnds_isReportedWithItsLastLines_andLeavesNothingBehind() {
    Driver broken = new BrokenDriver();
    try (DockerRuntime other = DockerRuntime.open(broken)) {
      assertThatThrownBy(() -> other.start(threeSites()))
          .isInstanceOf(RuntimeStartException.class)
          .hasMessageContainingAll(
              "router of site", "ended before it was ready. Its last lines:", "site.yaml");
      assertThat(leftBy(other)).hasSize(1).allSatisfy(name -> assertThat(name).contains("toxi"));
    }
  }

  @Test
  void aClosedRuntime_startsNothing() {
    DockerRuntime other = DockerRuntime.open(new SpillwayDriver());
    other.close();
    other.close();

    assertThatThrownBy(() -> other.start(threeSites()))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContaining("the docker runtime is closed");
    assertThat(leftBy(other)).isEmpty();
  }

  @Test
  void anImageThatIsNowhere_isReportedWithWhatToDo() {
    DockerOptions options =
        new DockerOptions("spillway.invalid/absent:1", DockerOptions.DEFAULT_TOXIPROXY, LIMIT);

    assertThatThrownBy(() -> DockerRuntime.open(new SpillwayDriver(), options))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContainingAll(
            "no image spillway.invalid/absent:1",
            "-Dspillway.docker.base",
            "-Dspillway.runtime=embedded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalToTheJvm_leavesNothingBehind(String signal) throws Exception {
    Process jvm = StartAndWait.fork(output);
    try {
      String run = runOnceStarted();
      assertThat(containersOf(run)).hasSize(6);

      new ProcessBuilder("kill", "-" + signal, Long.toString(jvm.pid())).start().waitFor();

      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).as("the JVM ended").isTrue();
      assertThat(containersOf(run)).isEmpty();
      assertThat(Engine.connect().networks("io.spillway.run=" + run)).isEmpty();
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void whatAKilledJvmLeavesBehind_isRemovedByTheNextRunOnly() throws Exception {
    Process jvm = StartAndWait.fork(output);
    String run = runOnceStarted();
    DockerRuntime.open(new SpillwayDriver()).close();
    assertThat(containersOf(run)).as("while its owner lives").hasSize(6);

    jvm.destroyForcibly().waitFor();
    assertThat(containersOf(run)).as("when its owner was killed").hasSize(6);
    DockerRuntime.open(new SpillwayDriver()).close();

    assertThat(containersOf(run)).isEmpty();
    assertThat(Engine.connect().networks("io.spillway.run=" + run)).isEmpty();
  }

  /** West has a listener and a link to east; east and north have a workload each. */
  static io.spillway.harness.topology.Network threeSites() {
    Listener listener = new Listener("backend", "backend", 8080, "backend");
    Connector connector =
        new Connector("backend", "backend", 9090, new Connector.Workload.StandIn("app=backend"));
    return new io.spillway.harness.topology.Network(
        "three-sites",
        List.of(
            new Site(
                "west",
                List.of(new Link("to-east", "east", 1)),
                List.of(listener),
                List.of(),
                List.of()),
            new Site("east", List.of(), List.of(), List.of(), List.of(connector)),
            new Site("north", List.of(), List.of(listener), List.of(), List.of(connector))));
  }

  private static void reaches(RunningNetwork network, String from, String to) {
    await("a connection from " + from + " to be served by " + to)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> ask(network.listener(from, "backend")).filter(l -> l.contains(to)).isPresent());
  }

  /** {@return the workload's first line, unless the connection ends or stays silent} */
  private static Optional<String> ask(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, ANSWER_LIMIT_MILLIS);
      return firstLine(socket);
    } catch (IOException refusedResetOrSilent) {
      return Optional.empty();
    }
  }

  private static Optional<String> firstLine(Socket socket) throws IOException {
    socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    return Optional.ofNullable(reader.readLine());
  }

  private String runOnceStarted() {
    return await("the other JVM to start its network")
        .atMost(LIMIT.multipliedBy(3))
        .until(() -> StartAndWait.runIn(output), Optional::isPresent)
        .orElseThrow();
  }

  private static List<Container> containersOf(String run) {
    return Engine.connect().containers("io.spillway.run=" + run);
  }

  private static List<String> leftBy(DockerRuntime owner) {
    Engine engine = Engine.connect();
    String label = "io.spillway.run=" + owner.run();
    return Stream.concat(
            engine.containers(label).stream().map(container -> container.getNames()[0]),
            engine.networks(label).stream().map(Network::getName))
        .toList();
  }

  /** Renders what no router reads. */
  private static final class BrokenDriver implements Driver {

    @Override
    public String name() {
      return "spillway";
    }

    @Override
    public String version() {
      return "broken";
    }

    @Override
    public Set<Feature> features() {
      return Set.of();
    }

    @Override
    public String render(SitePlan plan) {
      return "kind: Nonsense\n";
    }
  }
}
