package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.topology.Connector.Workload;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scenario's faults of workloads, on a site that runs in this JVM. */
@Timeout(60)
class StageWorkloadFaultTest {

  private static final String PHASE = "fault";

  private static final Network NETWORK =
      NetworkBuilder.network("one")
          .site("west")
          .listener("backend", 8080, "backend")
          .connector(
              "backend", "backend", 9090, new Workload.StandIn("app=backend").withReadiness())
          .connector("silent", "silent", 9091)
          .connector("real", "real", 9092, new Workload.Real("127.0.0.1"))
          .build();

  @TempDir private Path folder;

  private EmbeddedRuntime runtime;
  private RunningNetwork network;
  private HistoryRecorder recorder;
  private Prober prober;
  private PhaseScope witnessing;
  private Stage stage;

  @BeforeEach
  void start() {
    runtime = new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
    network = runtime.start(Witness.addTo(NETWORK));
    recorder =
        HistoryRecorder.open(
            folder.resolve("history.jsonl"), "test", 1, Map.of(), List.of(), NanoClock.system());
    prober = Prober.start(recorder, Duration.ofSeconds(1));
    stage = new Stage(network, recorder, prober, prober, new Seed(1), "test");
    witnessing = recorder.phase(Stage.WITNESS, Map.of());
  }

  @AfterEach
  void stop() {
    witnessing.close();
    prober.close();
    recorder.close();
    runtime.close();
  }

  static List<Fault.OnWorkload> faults() {
    return List.of(
        new Fault.Withdraw(),
        new Fault.HangProcess(),
        new Fault.KillProcess(),
        new Fault.Unreachable());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void connectionToTheWorkload_meetsJustTheFaultThatActs(Fault.OnWorkload fault) {
    StandIn standIn = StandIn.behind(network, "west", "backend");
    assertThat(faults()).noneMatch(standIn::shows);
    assertThat(standIn.serves()).isTrue();

    standIn.inject(fault);
    assertThat(faults()).filteredOn(standIn::shows).containsExactly(fault);
    assertThat(standIn.serves()).isFalse();

    standIn.heal();
    assertThat(faults()).noneMatch(standIn::shows);
    assertThat(standIn.serves()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultOfAWorkload_isRecordedFromInjectionToRecovery(Fault.OnWorkload fault) {
    try (PhaseScope phase = recorder.phase(PHASE, Map.of())) {
      Stage.WorkloadFault acting = stage.inject(PHASE, "west", "backend", fault);
      assertThat(backend().state()).isNotEqualTo(WorkloadState.SERVING);
      acting.heal();
    }

    assertThat(backend().state()).isEqualTo(WorkloadState.SERVING);
    FaultEvent event = recorder.history().faults(PHASE).get(0);
    assertThat(event.kind()).isEqualTo(fault.kind());
    assertThat(event.target()).isEqualTo("west/backend");
    assertThat(event.description()).isEqualTo(fault.description());
    assertThat(event.observedNanos()).isPresent();
    assertThat(event.healedNanos()).isPresent();
    assertThat(event.recoveredNanos()).isPresent();
  }

  @Test
  void killedWorkload_isNotServedUntilItIsHealed() {
    try (PhaseScope phase = recorder.phase(PHASE, Map.of())) {
      Stage.WorkloadFault acting = stage.inject(PHASE, "west", "backend", new Fault.KillProcess());
      assertThat(prober.attempt(stage.target("west", "backend"), PHASE).outcome())
          .matches(Outcome::failed);
      acting.heal();
      // Its witness is served again; the router checks each of its connectors when it comes to it.
      await("backend to be served")
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  prober.attempt(stage.target("west", "backend"), PHASE).outcome()
                      == Outcome.SERVED);
    }
  }

  @Test
  void faultThatHasNoEffect_isRefusedAndNotRecorded() {
    try (PhaseScope phase = recorder.phase(PHASE, Map.of())) {
      assertRefused(
          "silent",
          new Fault.Withdraw(),
          "west/silent does not tell whether it is ready, so saying that it is not has no effect;"
              + " declare its stand-in with readiness (in files spillway.dev/readiness: \"true\")");
      assertRefused(
          "real",
          new Fault.KillProcess(),
          "west/real is served by a real workload, which Spillway does not touch");
      assertRefused(
          "bakcend",
          new Fault.KillProcess(),
          "site west has no connector bakcend, only [backend, silent, real]");
    }
    assertThat(recorder.history().faults()).isEmpty();
  }

  private void assertRefused(String connector, Fault.OnWorkload fault, String message) {
    assertThatThrownBy(() -> stage.inject(PHASE, "west", connector, fault))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private WorkloadHandle backend() {
    return network.workloads().stream()
        .filter(handle -> handle.name().equals("app=backend"))
        .findFirst()
        .orElseThrow();
  }
}
