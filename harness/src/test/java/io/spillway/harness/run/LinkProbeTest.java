package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen of a link's faults past the routers, on two sites that run in this JVM. */
@Timeout(60)
class LinkProbeTest {

  private static final String LINK = "to-east";
  private static final Duration DELAY = Duration.ofMillis(100);
  private static final Fault.OnLink LATENCY =
      new Fault.Latency(Direction.DOWNSTREAM, DELAY, Duration.ofMillis(20));

  private EmbeddedRuntime runtime;
  private RunningNetwork network;

  @BeforeEach
  void start() {
    runtime = new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
    network = runtime.start(twoSites());
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  private static Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("link");
    network.site("west").listener("backend", 8080, "backend").link("east");
    network.site("east").connector("backend", "backend", 9090);
    return network.build();
  }

  static List<Fault.OnLink> faults() {
    return List.of(
        new Fault.Cut(),
        new Fault.Reset(),
        new Fault.Blackhole(),
        new Fault.OneWay(Direction.UPSTREAM),
        new Fault.OneWay(Direction.DOWNSTREAM),
        LATENCY);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_isSeenWhileItActs_andNeitherBeforeNorAfter(Fault.OnLink fault) {
    LinkProbe probe = new LinkProbe(network.doors(), "west", LINK);
    LinkProbe.Watch watch = probe.watch(fault);
    assertThat(watch.tellsBeginning()).isTrue();
    assertThat(watch.acts()).isFalse();
    assertThat(watch.isOver()).isTrue();

    ActiveFault active = network.links().inject("west", LINK, fault);
    watch.begun();
    assertThat(watch.acts()).isTrue();
    assertThat(watch.isOver()).isFalse();

    active.close();
    watch.ended();
    assertThat(watch.tellsEnd()).isTrue();
    await("the link to be as before").untilAsserted(() -> assertThat(watch.isOver()).isTrue());
    assertThat(watch.acts()).isFalse();
  }

  @Test
  void whatAShortQuestionCannotTell_isNotTold() {
    LinkProbe probe = new LinkProbe(network.doors(), "west", LINK);

    assertThat(probe.watch(new Fault.Bandwidth(Direction.UPSTREAM, 100)).tellsBeginning())
        .isFalse();
    assertThat(probe.watch(new Fault.Slicer(Direction.UPSTREAM, 1, DELAY)).tellsBeginning())
        .isFalse();
    assertThat(probe.watch(new Fault.Latency(Direction.UPSTREAM, DELAY, DELAY)).tellsBeginning())
        .as("a delay of 0 to 200 ms")
        .isFalse();
  }

  @Test
  void delay_isNotToldFromAnotherOneOfTheSameLink() {
    LinkProbe probe = new LinkProbe(network.doors(), "west", LINK);
    LinkProbe.Watch first = probe.watch(LATENCY);
    network.links().inject("west", LINK, LATENCY);
    first.begun();

    LinkProbe.Watch second = probe.watch(LATENCY);
    second.begun();

    assertThat(second.tellsBeginning()).isFalse();
    first.ended();
    assertThat(first.tellsEnd()).isFalse();
  }

  @Test
  void cut_isSeenOfARouterThatCannotBeAsked_andNothingElseIs() {
    HostPort there = new HostPort("proxy", 1);
    SitePlan plan =
        new SitePlan(
            twoSites().site("west"), "", 1, Map.of(), Map.of(LINK, there), Map.of(), Map.of());
    Knocks received = new Knocks();
    LinkProbe probe =
        new LinkProbe(
            new Doors(new MuteDriver(), Map.of("west", plan), (s, at, words, p) -> received.next()),
            "west",
            LINK);

    received.reception = Optional.of(Reception.SILENT);
    LinkProbe.Watch cut = probe.watch(new Fault.Cut());
    assertThat(probe.watch(new Fault.Blackhole()).tellsBeginning()).isFalse();
    assertThat(cut.tellsBeginning()).isTrue();
    assertThat(cut.acts()).isFalse();
    assertThat(cut.isOver()).isTrue();

    received.reception = Optional.of(Reception.CLOSED);
    assertThat(cut.acts()).isTrue();
    assertThat(cut.isOver()).isFalse();
    assertThat(probe.watch(new Fault.Cut()).acts()).as("a link that was closed before").isFalse();

    received.reception = Optional.empty();
    assertThat(probe.watch(new Fault.Cut()).tellsBeginning()).isFalse();
  }

  @Test
  void faultOnAStage_isRecordedAsItIsSeen(@TempDir Path folder) {
    try (HistoryRecorder recorder =
            HistoryRecorder.open(
                folder.resolve("h.jsonl"), "test", 1, Map.of(), List.of(), NanoClock.system());
        Prober prober = Prober.start(recorder, Duration.ofSeconds(1))) {
      Stage stage = new Stage(network, recorder, prober, prober, new Seed(1), "test");
      try (var phase = recorder.phase("fault", Map.of())) {
        stage.inject("fault", "west", LINK, new Fault.Cut()).heal();
        stage.inject("fault", "west", LINK, new Fault.Bandwidth(Direction.UPSTREAM, 100)).heal();
      }

      List<FaultEvent> events = recorder.history().faults("fault");
      FaultEvent cut = events.get(0);
      assertThat(cut.target()).isEqualTo("west/" + LINK);
      assertThat(cut.observedNanos().orElseThrow()).isGreaterThan(cut.injectedNanos());
      assertThat(cut.recoveredNanos().orElseThrow()).isGreaterThan(cut.healedNanos().orElseThrow());
      FaultEvent narrow = events.get(1);
      assertThat(narrow.observedNanos()).isEmpty();
      assertThat(narrow.healedNanos()).isPresent();
      assertThat(narrow.recoveredNanos()).isEmpty();
    }
  }

  /** What each connection meets. */
  private static final class Knocks {

    private Optional<Reception> reception = Optional.empty();

    Optional<Knock> next() {
      return reception.map(each -> new Knock(each, 1, ""));
    }
  }

  /** Knows nothing that may be asked of its router. */
  private static final class MuteDriver implements Driver {

    @Override
    public String name() {
      return "mute";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Set<Feature> features() {
      return Set.of();
    }

    @Override
    public String render(SitePlan plan) {
      return "";
    }
  }
}
