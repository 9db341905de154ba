package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.probe.LatencySummary;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkWriter;
import io.spillway.harness.topology.Site;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one scenario on one runtime and returns its history. What a scenario started is gone when
 * it returns, also when it fails or is interrupted.
 */
public final class ScenarioRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ScenarioRunner.class);

  /** How long a client waits for a workload to say who it is, beyond what that takes on purpose. */
  private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(5);

  /** A witness is on the site itself and answers in milliseconds, or not at all. */
  private static final Duration WITNESS_LIMIT = Duration.ofMillis(500);

  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

  private final SiteRuntime runtime;
  private final Seed seed;
  private final Map<String, String> environment;
  private final RunFolder folder;

  /**
   * Creates a runner.
   *
   * @param runtime where networks run
   * @param seed what schedules are drawn from
   * @param environment router, runtime and machine, as histories keep them
   * @param folder where each scenario's history, network and logs are written
   */
  public ScenarioRunner(
      SiteRuntime runtime, Seed seed, Map<String, String> environment, RunFolder folder) {
    this.runtime = runtime;
    this.seed = seed;
    this.environment = environment;
    this.folder = folder;
  }

  /**
   * Plays the scenario.
   *
   * @param question what asked for it, for the progress
   * @throws InterruptedException if the run is being ended
   * @throws RuntimeException if the harness could not play it; the history so far is on disk
   */
  public History run(Scenario scenario, Question question, Progress progress)
      throws InterruptedException {
    Network network = Witness.addTo(scenario.network());
    folder.write(scenario.name(), RunFolder.NETWORK, NetworkWriter.yaml(network));
    try (RunningNetwork running = runtime.start(network);
        HistoryRecorder recorder = recorder(scenario)) {
      try (Ticker ticker = new Ticker(scenario, question, recorder, progress);
          Prober prober = Prober.start(recorder, ATTEMPT_LIMIT.plus(slowest(network)));
          Prober witness = Prober.start(recorder, WITNESS_LIMIT.plus(slowest(network)));
          PhaseScope watching = recorder.phase(Stage.WITNESS, Map.of("role", Stage.WITNESS))) {
        Stage stage = new Stage(running, recorder, prober, witness, seed, scenario.name());
        stage.control();
        scenario.play(stage);
      } finally {
        keepLogs(scenario, running);
      }
      History history = recorder.history();
      LOG.info(
          "scenario {}: {} attempts, {} faults, {} troubles; due to identified {}",
          scenario.name(),
          history.attempts().size(),
          history.faults().size(),
          history.troubles().size(),
          LatencySummary.of(history.attempts()).map(Object::toString).orElse("never"));
      return history;
    }
  }

  private HistoryRecorder recorder(Scenario scenario) {
    List<History.WorkloadInfo> workloads =
        scenario.network().sites().stream()
            .flatMap(site -> site.connectors().stream().map(c -> info(site, c)))
            .toList();
    return HistoryRecorder.open(
        folder.scenario(scenario.name()).resolve("history.jsonl"),
        scenario.name(),
        seed.value(),
        environment,
        workloads,
        NanoClock.system());
  }

  private static History.WorkloadInfo info(Site site, Connector connector) {
    return new History.WorkloadInfo(
        site.name(), site.workloadName(connector), connector.routingKey());
  }

  /** How long the slowest workload takes on purpose, which is nobody's fault. */
  private static Duration slowest(Network network) {
    return network.sites().stream()
        .flatMap(site -> site.connectors().stream())
        .map(Connector::serviceTime)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private void keepLogs(Scenario scenario, RunningNetwork running) {
    for (Site site : scenario.network().sites()) {
      try {
        String log = running.log(site.name());
        if (!log.isEmpty()) {
          folder.write(scenario.name(), site.name() + ".log", log);
        }
      } catch (RuntimeException e) {
        LOG.warn("the log of site {} could not be kept", site.name(), e);
      }
    }
  }

  /** Tells the progress at regular times while a scenario plays. */
  private static final class Ticker implements AutoCloseable {

    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spillway-progress");
              thread.setDaemon(true);
              return thread;
            });

    Ticker(Scenario scenario, Question question, HistoryRecorder recorder, Progress progress) {
      long interval = PROGRESS_INTERVAL.toNanos();
      var unused =
          timer.scheduleAtFixedRate(
              () ->
                  progress.onProgress(
                      question.rule(),
                      question.ruleCase(),
                      recorder.attempts(),
                      scenario.estimate(),
                      Duration.ofNanos(recorder.nowNanos())),
              interval,
              interval,
              TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
