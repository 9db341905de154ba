package io.spillway.harness.history.io;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryFormat.EndLine;
import io.spillway.harness.history.io.HistoryFormat.FaultLine;
import io.spillway.harness.history.io.HistoryFormat.Header;
import io.spillway.harness.history.io.HistoryFormat.PhaseLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Records what a scenario does and sees, in memory and, as things end, line by line in a file.
 *
 * <p>Safe for use by several threads. A file that cannot be written does not stop the run: that is
 * recorded as a trouble of kind {@code disk}, the history in memory stays complete, and {@link
 * #close()} throws.
 */
public final class HistoryRecorder implements AutoCloseable {

  private final Path file;
  private final NanoClock clock;
  private final long startNanos;
  private final HistoryAssembler assembler;
  private final OutputStream out;
  private int attempts;
  private int faults;
  private Optional<IOException> failure = Optional.empty();
  private boolean closed;

  private HistoryRecorder(Path file, OutputStream out, Header header, NanoClock clock) {
    this.file = file;
    this.out = out;
    this.assembler = new HistoryAssembler(header);
    this.clock = clock;
    this.startNanos = clock.nanoTime();
    write(header);
  }

  /**
   * Starts a history; its time 0 is now.
   *
   * @param file where its lines go; folders that are missing are made, a file of that name is
   *     replaced
   * @param scenario the scenario's name
   * @param seed the seed that its schedule was drawn from
   * @param environment router, runtime, driver and machine, as the report prints them
   * @param workloads the workloads of the network
   * @param clock the run's clock
   * @throws UncheckedIOException if the file cannot be created
   */
  public static HistoryRecorder open(
      Path file,
      String scenario,
      long seed,
      Map<String, String> environment,
      List<WorkloadInfo> workloads,
      NanoClock clock) {
    return open(file, scenario, seed, environment, workloads, Optional.empty(), clock);
  }

  /**
   * Starts a history that says what it is for; its time 0 is now.
   *
   * @param file where its lines go; folders that are missing are made, a file of that name is
   *     replaced
   * @param scenario the scenario's name
   * @param seed the seed that its schedule was drawn from
   * @param environment router, runtime, driver and machine, as the report prints them
   * @param workloads the workloads of the network
   * @param purpose what will be asked of it; empty if nobody is going to judge it
   * @param clock the run's clock
   * @throws UncheckedIOException if the file cannot be created
   */
  public static HistoryRecorder open(
      Path file,
      String scenario,
      long seed,
      Map<String, String> environment,
      List<WorkloadInfo> workloads,
      Optional<Purpose> purpose,
      NanoClock clock) {
    Header header =
        new Header(
            HistoryFormat.VERSION,
            scenario,
            seed,
            new LinkedHashMap<>(environment),
            List.copyOf(workloads),
            purpose);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return new HistoryRecorder(file, Files.newOutputStream(file), header, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "history file " + file + " cannot be created; choose a folder that can be written to", e);
    }
  }

  /** {@return nanoseconds since the start of the run} */
  public long nowNanos() {
    return clock.nanoTime() - startNanos;
  }

  /**
   * Starts a phase.
   *
   * @param name unique in this history
   * @param attributes what the scenario wants its check to know
   * @return what ends it
   * @throws IllegalArgumentException if there is a phase of that name
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized PhaseScope phase(String name, Map<String, String> attributes) {
    requireOpen();
    if (assembler.hasPhase(name)) {
      throw new IllegalArgumentException(
          "phase names are unique in a history, and there is one named " + name + " already");
    }
    PhaseLine phase =
        new PhaseLine(name, new LinkedHashMap<>(attributes), nowNanos(), OptionalLong.empty());
    record(phase);
    return new PhaseScope(this, phase);
  }

  /**
   * Records that a fault is about to be injected; call it just before the call that injects.
   *
   * @param phase the name of the phase in which that happens
   * @param kind what is done: {@code killed}, {@code cut}, …
   * @param target what it is done to: a site or a link
   * @param description the fault in one readable phrase, with its parameters
   * @return what records its later stages
   * @throws IllegalArgumentException if no phase of that name has started
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized FaultScope fault(
      String phase, String kind, String target, String description) {
    requirePhase(phase);
    FaultLine fault =
        new FaultLine(
            faults++,
            new FaultEvent(
                phase,
                kind,
                target,
                description,
                nowNanos(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()));
    record(fault);
    return new FaultScope(this, fault);
  }

  /**
   * Records the harness's own trouble, noticed now.
   *
   * @param kind one of the words that {@link Trouble} lists
   * @param description what was seen, with the figures, and what to do about it
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized void trouble(String kind, String description) {
    requireOpen();
    Trouble trouble = new Trouble(nowNanos(), kind, description);
    assembler.add(trouble);
    write(trouble);
  }

  /**
   * {@return the index of an attempt that is due now}
   *
   * <p>Indexes count from 0 in the order of the calls. In {@link #history()} and in what is read
   * from the file they are counted anew, in the order in which the attempts were due, over those
   * that ended.
   */
  public synchronized int nextIndex() {
    return attempts++;
  }

  /** {@return how many attempts have been started} */
  public synchronized int attempts() {
    return attempts;
  }

  /**
   * Records an attempt that has ended.
   *
   * @throws IllegalArgumentException if no phase of the name that it carries has started
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized void attempt(Attempt attempt) {
    requirePhase(attempt.phase());
    assembler.add(attempt);
    write(attempt);
  }

  /**
   * Records a stream that has ended.
   *
   * @throws IllegalArgumentException if no phase of the name that it carries has started
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized void stream(StreamEvent stream) {
    requirePhase(stream.phase());
    assembler.add(stream);
    write(stream);
  }

  /**
   * Records what a workload says that it received.
   *
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized void receipt(Receipt receipt) {
    requireOpen();
    assembler.add(receipt);
    write(receipt);
  }

  /**
   * Checks that attempts and faults may name this phase.
   *
   * @throws IllegalArgumentException if no phase of that name has started
   * @throws IllegalStateException if the recorder is closed
   */
  public synchronized void requirePhase(String name) {
    requireOpen();
    if (!assembler.hasPhase(name)) {
      throw new IllegalArgumentException(
          "no phase named " + name + " has started; start it with HistoryRecorder.phase");
    }
  }

  /**
   * {@return what has been recorded so far}
   *
   * <p>Attempts that are under way are missing; phases that are under way end now.
   */
  public synchronized History history() {
    return assembler.toHistory(nowNanos());
  }

  /**
   * Ends the history: phases that are still under way end now, and the file gets its last line.
   * Close the probers first. Does nothing the second time.
   *
   * @throws UncheckedIOException if the file could not be written in full, now or earlier
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    long endNanos = nowNanos();
    for (PhaseLine phase : assembler.phasesUnderWay()) {
      record(PhaseScope.ended(phase, endNanos));
    }
    write(new EndLine(endNanos));
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      failed(e);
    }
    if (failure.isPresent()) {
      throw new UncheckedIOException(
          "history file " + file + " is not complete; free space on its disk and run again",
          failure.get());
    }
  }

  /** Records a phase that starts or has changed. A phase of a closed recorder has ended with it. */
  synchronized void record(PhaseLine phase) {
    if (!closed) {
      assembler.add(phase);
      write(phase);
    }
  }

  /** Records a fault that starts or has come to a new stage. Too late for a closed recorder. */
  synchronized void record(FaultLine fault) {
    if (!closed) {
      assembler.add(fault);
      write(fault);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("history " + file + " is closed; nothing can be added to it");
    }
  }

  private void write(Object line) {
    if (failure.isPresent()) {
      return;
    }
    try {
      out.write(HistoryFormat.encode(line));
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    failure = Optional.of(e);
    assembler.add(
        new Trouble(
            nowNanos(),
            "disk",
            "history file " + file + " cannot be written: " + e + "; free space on its disk"));
  }
}
