package io.spillway.harness.runtime.process;

import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServer;
import io.spillway.harness.runtime.CleanUp;
import io.spillway.harness.runtime.ProcessIdentity;
import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs that this JVM has started, on record (see {@link ProcessRecord}) in a folder of the
 * user's own. When the JVM ends, also by a signal, it ends them; when it is killed, the next one
 * that opens a record does, and removes their files. Nothing is found by its name. Safe for use by
 * several threads.
 */
public final class StartedProcesses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartedProcesses.class);

  /**
   * How long a JVM that ends leaves programs to those who use them, and who are told at the same
   * time as this is: a router that is killed under its clients looks like one that fails.
   */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ProcessRecord record;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::endAllAfterGrace, "spillway-end-processes");

  /** Whether programs are ended from here, so that none is to be started any more. */
  private volatile boolean ending;

  private StartedProcesses(ProcessRecord record) {
    this.record = record;
  }

  /**
   * Removes what killed JVMs of this user left behind, and opens a record for this one.
   *
   * @throws RuntimeStartException if it cannot be written
   */
  static StartedProcesses open() {
    return open(folderOfAll());
  }

  /** {@return where all JVMs of this user have their records} */
  static Path folderOfAll() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "spillway-processes-" + System.getProperty("user.name"));
  }

  static StartedProcesses open(Path folder) {
    try {
      Files.createDirectories(folder);
      for (ProcessRecord each : ProcessRecord.all(folder)) {
        endLeftovers(each);
      }
      StartedProcesses processes = new StartedProcesses(ProcessRecord.create(folder));
      processes.record.add(ProcessIdentity.of(ProcessHandle.current()), "spillway");
      Runtime.getRuntime().addShutdownHook(processes.atExit);
      return processes;
    } catch (IOException e) {
      throw new RuntimeStartException(
          "what is started cannot be put on record in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens a record for a runtime that starts no programs, if its Toxiproxy is one.
   *
   * @throws RuntimeStartException if it cannot be written
   */
  public static Optional<StartedProcesses> ofServer(ToxiproxyServer toxiproxy) {
    return toxiproxy.program().map(program -> open().with(toxiproxy));
  }

  /**
   * Puts the Toxiproxy on record, if it is a program, so that it does not outlive a JVM that is
   * killed. While the JVM lives it is ended by whoever closes it.
   *
   * @throws RuntimeStartException if it cannot be written
   */
  StartedProcesses with(ToxiproxyServer toxiproxy) {
    try {
      if (toxiproxy.program().isPresent()) {
        record.add(ProcessIdentity.of(toxiproxy.program().get()), toxiproxy.description());
      }
      return this;
    } catch (IOException e) {
      close();
      throw new RuntimeStartException(
          "Toxiproxy cannot be put on record in %s: %s".formatted(record, e.getMessage()), e);
    }
  }

  /** {@return a folder for the files of the programs, which goes away when this is closed} */
  Path folder() {
    return record.folder();
  }

  /**
   * Puts a program on record that has just started.
   *
   * @throws RuntimeStartException if it cannot, or if all programs are being ended; it is ended
   *     then
   */
  void started(Process program, String command) {
    running.add(program.pid());
    try {
      if (ending) { // asked after it was added: who ends all of them ends those that were
        throw new IOException("this run is being ended, and starts nothing more");
      }
      record.add(ProcessIdentity.of(program.toHandle()), command);
    } catch (IOException e) {
      Signals.kill(program.pid());
      throw new RuntimeStartException(
          "a program that was started cannot be put on record in %s: %s; it is ended"
              .formatted(record, e.getMessage()),
          e);
    }
  }

  /** Takes note that a program has ended, so that its number is free for others. */
  void ended(long pid) {
    running.remove(pid);
    synchronized (this) {
      notifyAll();
    }
  }

  /** {@return whether programs are ended from here, and do not end by themselves} */
  boolean areEnding() {
    return ending;
  }

  private void endAllAfterGrace() {
    ending = true;
    try {
      awaitEnds();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endAll();
    }
  }

  private synchronized void awaitEnds() throws InterruptedException {
    long deadlineNanos = System.nanoTime() + GRACE.toNanos();
    for (long left = GRACE.toMillis();
        left > 0 && !running.isEmpty();
        left = (deadlineNanos - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private void endAll() {
    ending = true;
    CleanUp.all(running.stream().<Runnable>map(pid -> () -> Signals.kill(pid)).toList());
  }

  /** Ends what still runs, and the record. Does nothing the second time. */
  @Override
  public void close() {
    CleanUp.all(List.of(this::endAll, running::clear, this::forgetHook, record::delete));
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs.
    }
  }

  private static void endLeftovers(ProcessRecord record) throws IOException {
    List<ProcessIdentity> processes = record.processes();
    // One that says nothing yet is being written.
    if (processes.isEmpty() || !processes.get(0).isGone()) {
      return;
    }
    List<Runnable> ends =
        processes.subList(1, processes.size()).stream()
            .filter(ProcessIdentity::isHere)
            .<Runnable>map(left -> () -> end(left))
            .toList();
    try {
      CleanUp.all(ends);
      record.delete();
    } catch (FaultException e) {
      LOG.warn("not all that {} names could be ended; a later run tries again", record, e);
    }
  }

  private static void end(ProcessIdentity left) {
    LOG.warn("process {} was left by a run that was killed; it is ended", left.pid());
    Signals.kill(left.pid());
    if (left.isHere()) { // it leads no session, so that the signal was for nobody
      ProcessHandle.of(left.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
