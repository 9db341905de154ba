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
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeContract;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
final class DockerRuntimeIT extends RuntimeContract {

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

  @Override
  protected SiteRuntime runtime() {
    return runtime;
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
