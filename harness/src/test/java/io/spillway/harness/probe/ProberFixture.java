package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.probe.workload.Workload;
import io.spillway.harness.probe.workload.WorkloadServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorder with one phase, a prober, and a workload to probe. */
@Timeout(60)
abstract class ProberFixture {

  static final String PHASE = "steady";

  final WorkloadServer workloads = WorkloadServer.start();
  final Workload backend =
      workloads.open("west", "backend", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  HistoryRecorder recorder;
  Prober prober;

  /** How long an attempt may take; long, where a test does not wait for it. */
  Duration limit() {
    return Duration.ofSeconds(20);
  }

  @BeforeEach
  void startProber(@TempDir Path folder) {
    recorder =
        HistoryRecorder.open(
            folder.resolve("history.jsonl"), "probe", 1, Map.of(), List.of(), NanoClock.system());
    recorder.phase(PHASE, Map.of());
    prober = Prober.start(recorder, limit());
  }

  @AfterEach
  void closeAll() {
    prober.close();
    recorder.close();
    workloads.close();
  }

  static Target target(InetSocketAddress address) {
    return Target.at("north", "backend", address);
  }

  Target direct() {
    return target(backend.address());
  }

  List<Attempt> recorded() {
    return recorder.history().attempts();
  }

  List<String> troubles() {
    return recorder.history().troubles().stream().map(Trouble::kind).distinct().toList();
  }
}
