package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.probe.LatencySummary;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.UnsettledException;
import io.spillway.harness.probe.Watchdog;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkWriter;
import io.spillway.harness.topology.Site;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Purpose.Gate gate;
  private final RunFolder folder;
  private final Starts starts = new Starts();

  /**
   * Creates a runner.
   *
   * @param runtime where networks run
   * @param seed what schedules are drawn from
   * @param environment router, runtime and machine, as histories keep them
   * @param gate what the run's gate asks for, as histories keep it
   * @param folder where each scenario's history, network and logs are written
   */
  public ScenarioRunner(
      SiteRuntime runtime,
      Seed seed,
      Map<String, String> environment,
      Purpose.Gate gate,
      RunFolder folder) {
    this.runtime = runtime;
    this.seed = seed;
    this.environment = environment;
    this.gate = gate;
    this.folder = folder;
  }

  /**
   * Plays the scenario.
   *
   * @param question what its history is for
   * @throws InterruptedException if the run is being ended
   * @throws RuntimeException if the harness could not play it; the history so far is on disk
   */
  public History run(Scenario scenario, Question question, Progress progress)
      throws InterruptedException {
    return run(new Play(scenario.name(), scenario, List.of(question)), progress);
  }

  /**
   * Plays the scenario of this play, and keeps with its history what it is for. Several may be
   * played at a time if their names differ.
   *
   * @throws InterruptedException if the run is being ended
   * @throws RuntimeException if the harness could not play it; the history so far is on disk and
   *     says so
   */
  History run(Play play, Progress progress) throws InterruptedException {
    Scenario scenario = play.scenario();
    try (HistoryRecorder recorder = recorder(play)) {
      // From here on a file says what was asked, whatever breaks: who judges it cannot miss that.
      try {
        onNetwork(play, recorder, progress);
      } catch (InterruptedException e) {
        recorder.trouble(Judgement.INTERRUPTED, "the run was ended; run it again");
        throw e;
      } catch (RuntimeException | Error e) {
        recorder.trouble(Judgement.kind(e), Judgement.trouble(scenario, e));
        throw e;
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

  /** {@return why nothing more is worth playing, and what to do; empty as long as it is} */
  Optional<String> hopeless() {
    return starts.hopeless();
  }

  /**
   * Keeps the history of a play under another name, for it is going to be played again.
   *
   * @param number how often it was, counted from 1
   */
  void setAside(Play play, int number) {
    folder.setAside(play.name(), number);
  }

  /** Starts the network, plays, and ends it again. */
  private void onNetwork(Play play, HistoryRecorder recorder, Progress progress)
      throws InterruptedException {
    Scenario scenario = play.scenario();
    Network network = Witness.addTo(scenario.network());
    folder.write(play.name(), RunFolder.NETWORK, NetworkWriter.yaml(network));
    LinkPath links = scenario.failsLinks() ? LinkPath.PROXIED : LinkPath.SHORTEST;
    try (RunningNetwork running = started(network, links)) {
      try {
        perform(play, network, running, recorder, progress);
      } catch (UnsettledException e) {
        recorder.trouble(Judgement.UNSETTLED, Judgement.unsettled(e, running.workloads()));
      } finally {
        starts.succeeded(); // in the order in which they end, too
        keepFiles(play, SiteFiles.of(running));
      }
    } catch (RuntimeStartException e) {
      keepFiles(play, e.left());
      throw e;
    }
  }

  private RunningNetwork started(Network network, LinkPath links) {
    try {
      RunningNetwork running = runtime.start(network, links);
      starts.succeeded();
      return running;
    } catch (RuntimeException e) {
      starts.failed(e);
      throw e;
    }
  }

  private void perform(
      Play play,
      Network network,
      RunningNetwork running,
      HistoryRecorder recorder,
      Progress progress)
      throws InterruptedException {
    try (Ticker ticker = new Ticker(play, recorder, progress);
        Watchdog watchdog = Watchdog.start(recorder);
        Prober prober = Prober.start(recorder, ATTEMPT_LIMIT.plus(slowest(network)));
        Prober witness = Prober.start(recorder, WITNESS_LIMIT.plus(slowest(network)));
        PhaseScope watching = recorder.phase(Stage.WITNESS, Map.of("role", Stage.WITNESS))) {
      running.onTrouble(
          (kind, description) -> {
            if (!kind.equals(Trouble.DRIVER)) {
              watchdog.report(kind, description);
            } else if (!JvmEnd.hasBegun()) {
              recorder.trouble(kind, description); // also while the network is closed
            }
          });
      String name = play.scenario().name();
      Stage stage = new Stage(running, recorder, prober, witness, seed, name);
      stage.control();
      play.scenario().play(stage);
    }
  }

  private HistoryRecorder recorder(Play play) {
    Scenario scenario = play.scenario();
    List<History.WorkloadInfo> workloads =
        scenario.network().sites().stream()
            .flatMap(site -> site.connectors().stream().map(c -> info(site, c)))
            .toList();
    return HistoryRecorder.open(
        folder.scenario(play.name()).resolve(RunFolder.HISTORY),
        scenario.name(),
        seed.value(),
        environment,
        workloads,
        Optional.of(Purposes.of(play.questions(), gate)),
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

  /** Keeps what each router was configured with, and what it logged. */
  private void keepFiles(Play play, Map<String, SiteFiles> left) {
    left.forEach(
        (site, files) -> {
          try {
            folder.keep(play.name(), site, files);
          } catch (UncheckedIOException e) {
            LOG.warn("the files of site {} could not be kept", site, e);
          }
        });
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

    Ticker(Play play, HistoryRecorder recorder, Progress progress) {
      Question question = play.questions().get(0);
      long interval = PROGRESS_INTERVAL.toNanos();
      var unused =
          timer.scheduleAtFixedRate(
              () ->
                  progress.onProgress(
                      question.rule(),
                      question.ruleCase(),
                      recorder.attempts(),
                      play.scenario().estimate(),
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
