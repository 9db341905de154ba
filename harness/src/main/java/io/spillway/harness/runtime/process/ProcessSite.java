package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.WorkloadNews;
import io.spillway.harness.runtime.local.LocalSite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A site whose router is a process. Safe for use by several threads. */
final class ProcessSite implements LocalSite {

  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  /** With these a program ends that was told to by SIGTERM: by its own will, or by the signal's. */
  private static final Set<Integer> GOOD_ENDS = Set.of(0, 128 + 15);

  /**
   * How long a program may take.
   *
   * @param ready to be ready after it was started
   * @param stop to end after SIGTERM, before it is killed
   */
  record Patience(Duration ready, Duration stop) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  private final ProgramDriver driver;
  private final SitePlan plan;
  private final Path folder;
  private final Patience patience;
  private final Program program;
  private final SiteLog log;
  private final StartedProcesses processes;
  private final TroubleListener trouble;

  private final WorkloadNews news = new WorkloadNews(this::tell);
  private Optional<Process> launched = Optional.empty();
  private boolean frozen;

  /** Whether the program of the latest launch was ready: it cannot be told anything before. */
  private volatile boolean ready;

  /** The process that was told to end, or has been; that another one ends is nobody's wish. */
  private volatile long ending;

  /**
   * Makes a site whose router is not started yet.
   *
   * @param folder the site's own, empty
   * @param patience how long the program may take
   * @param processes puts the program on record
   * @param trouble is told when the program ends by itself, or does not end when it is told to
   * @throws DriverException if the driver cannot make its configuration
   */
  ProcessSite(
      ProgramDriver driver,
      SitePlan plan,
      Path folder,
      Patience patience,
      StartedProcesses processes,
      TroubleListener trouble) {
    this.driver = driver;
    this.plan = plan;
    this.folder = folder;
    this.patience = patience;
    this.processes = processes;
    this.trouble = trouble;
    this.log = new SiteLog(folder.resolve("router.log"));
    this.program = driver.program(plan, folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws DriverException if the router does not take its configuration, or cannot be started
   * @throws RuntimeStartException if the files of its configuration cannot be written
   */
  @Override
  public void start() {
    writeFiles();
    program.check().ifPresent(this::check);
    launch();
  }

  private void writeFiles() {
    try {
      for (Map.Entry<String, String> file : program.files().entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new RuntimeStartException(
          "the files of %s cannot be written: %s; is java.io.tmpdir full?"
              .formatted(title(), e.getMessage()),
          e);
    }
  }

  private void check(List<String> command) {
    Commands.Ended ended = Commands.run(command, folder, CHECK_LIMIT);
    if (ended.status() != 0) {
      String refusal =
          "%s ended with status %d".formatted(String.join(" ", command), ended.status());
      log.note("%s: %s".formatted(refusal, ended.output()));
      throw new DriverException(
          "the configuration of %s is refused by the router (%s): %s"
              .formatted(title(), refusal, ended.output()));
    }
  }

  private synchronized void launch() {
    ready = false;
    log.restart();
    List<String> command = Signals.leading(program.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(program.workingFolder().orElse(folder).toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    builder.environment().putAll(program.environment());
    Process started;
    try {
      started = builder.start();
    } catch (IOException e) {
      throw new DriverException(title() + " cannot be started: " + e.getMessage(), e);
    }
    launched = Optional.of(started);
    processes.started(started, String.join(" ", program.command()));
    var unused = started.onExit().thenAccept(this::ended);
  }

  private void ended(Process one) {
    processes.ended(one.pid());
    if (ending != one.pid()) {
      report(endedByItself(one));
    }
  }

  /** Reports what the router did, unless it is this JVM that ends all routers. */
  private void report(String description) {
    if (!processes.areEnding()) {
      trouble.onTrouble(Trouble.DRIVER, description);
    }
  }

  private String endedByItself(Process one) {
    return "%s ended by itself with status %d (pid %d); %s"
        .formatted(title(), one.exitValue(), one.pid(), printed());
  }

  @Override
  public void awaitReady() {
    await("get ready", () -> driver.look(plan, log));
  }

  @Override
  public void awaitJoined(Set<String> keys) {
    await("join its network", () -> driver.lookAround(plan, keys));
  }

  private void await(String what, Supplier<Sight> look) {
    AtomicReference<String> seen = new AtomicReference<>("nothing");
    try {
      Awaitility.await(title() + " to " + what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(patience.ready())
          .until(() -> looksWell(look, seen));
    } catch (ConditionTimeoutException e) {
      throw new DriverException(
          "%s did not %s within %d s; last seen: %s; %s"
              .formatted(title(), what, patience.ready().toSeconds(), seen.get(), printed()),
          e);
    }
    ready = true;
  }

  private boolean looksWell(Supplier<Sight> look, AtomicReference<String> seen) {
    Process now = current();
    if (!now.isAlive()) {
      throw new DriverException(endedByItself(now));
    }
    Sight sight = look.get();
    seen.set(sight.words());
    return sight.isReady();
  }

  @Override
  public synchronized void inject(Fault.OnSite fault) {
    if (fault instanceof Fault.Kill) {
      kill(current());
    } else {
      Signals.send(current().pid(), "STOP");
      frozen = true;
    }
  }

  private void kill(Process process) {
    ending = process.pid();
    Signals.send(process.pid(), "KILL");
    try {
      if (!process.waitFor(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new FaultException(
            title() + " (pid " + process.pid() + ") is still there after SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException(title() + " was not seen to end: interrupted", e);
    }
  }

  @Override
  public void heal() {
    if (startsAgain()) {
      awaitReady();
    }
    news.catchUp();
  }

  /** Lets it run on, or starts it again. Returns whether it was started again. */
  private synchronized boolean startsAgain() {
    Process process = current();
    if (frozen) {
      Signals.send(process.pid(), "CONT");
      frozen = false;
    }
    if (process.isAlive()) {
      return false;
    }
    log.note(
        ending == process.pid()
            ? "killed by the harness, and started again"
            : "ended by itself with status %d, and started again".formatted(process.exitValue()));
    news.forget();
    launch();
    return true;
  }

  /** Tells the router, or will when it runs again: one that does not run cannot be told. */
  @Override
  public void workloadChanged(String connector, WorkloadState state) {
    news.note(connector, state); // first: who makes it ready just now tells it what is noted
    if (isRunning()) {
      news.pass(connector, state);
    }
  }

  private synchronized boolean isRunning() {
    return ready && current().isAlive() && !frozen;
  }

  private void tell(String connector, WorkloadState state) {
    Process now = current();
    driver.controlLine(plan, connector, state).ifPresent(line -> write(now, line));
    driver.workloadChanged(plan, connector, state);
  }

  private void write(Process router, String line) {
    try {
      OutputStream input = router.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      if (ending != router.pid()) {
        throw new DriverException(
            "%s does not take the line '%s' on its standard input: %s"
                .formatted(title(), line, e.getMessage()),
            e);
      }
    }
  }

  @Override
  public Map<String, String> configuration() {
    return program.files();
  }

  @Override
  public String log() {
    return SiteFiles.logOf(log.text());
  }

  @Override
  public synchronized void close() {
    launched.filter(process -> ending != process.pid() || process.isAlive()).ifPresent(this::end);
  }

  private void end(Process process) {
    boolean ran = process.isAlive();
    ending = process.pid();
    try {
      if (frozen) {
        Signals.send(process.pid(), "CONT");
      }
      Signals.send(process.pid(), "TERM");
      if (ran) {
        awaitEnd(process);
      }
    } finally {
      // The program may have ended, and left something that it started.
      Signals.kill(process.pid());
    }
  }

  private void awaitEnd(Process process) {
    try {
      if (!process.waitFor(patience.stop().toSeconds(), TimeUnit.SECONDS)) {
        report(
            "%s did not end within %d s of SIGTERM, and was killed"
                .formatted(title(), patience.stop().toSeconds()));
      } else if (!GOOD_ENDS.contains(process.exitValue())) {
        report(
            "%s ended with status %d after SIGTERM, and not with 0 or by the signal; %s"
                .formatted(title(), process.exitValue(), printed()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Path folder() {
    return folder;
  }

  private synchronized Process current() {
    return launched.orElseThrow(() -> new IllegalStateException(title() + " was never started"));
  }

  private String title() {
    return "the router " + driver.name() + " of site " + plan.site().name();
  }

  private String printed() {
    String lines = log.lastLines();
    return lines.isEmpty() ? "it printed nothing" : "it printed: " + lines;
  }
}
