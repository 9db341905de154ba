package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Connections opened one after another and kept. Each is recorded when it ends; one that the other
 * side ends while it is held says so in its {@link Attempt#detail()}, which is empty otherwise.
 * Safe for use by several threads.
 */
public final class Held implements AutoCloseable {

  /** After so many attempts in a row without service a ramp ends early. */
  public static final int MAX_FAILURES_IN_A_ROW = 10;

  private final Engine engine;
  private final Flight.Request request;
  private final int count;
  private final long gapNanos;
  private final Flight.Owner owner = new Ramp();
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private final Map<Flight, Attempt> attempts = new LinkedHashMap<>();
  private int launched;
  private int failuresInARow;
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private boolean releasing;

  Held(Engine engine, Flight.Request request, int count, long gapNanos) {
    this.engine = engine;
    this.request = request;
    this.count = count;
    this.gapNanos = gapNanos;
  }

  /**
   * {@return the attempts so far, in the order in which they were opened; one that is still held
   * has no time of closing}
   *
   * <p>Their indexes are those of the time, see {@code HistoryRecorder.nextIndex()}.
   */
  public List<Attempt> attempts() {
    synchronized (attempts) {
      return List.copyOf(attempts.values());
    }
  }

  /** {@return who served, in the order in which the connections were opened} */
  public List<Attempt.Served> served() {
    return attempts().stream().map(Attempt::servedBy).flatMap(Optional::stream).toList();
  }

  /** {@return how many connections are held now} */
  public long open() {
    return attempts().stream().filter(attempt -> attempt.closedNanos().isEmpty()).count();
  }

  /**
   * Closes every connection in order: this side ends its stream, and closes when the other side has
   * ended its own, or after a second. Each is closed and recorded when this returns. Does nothing
   * the second time.
   *
   * @throws ProbeException if the wait is interrupted
   */
  public void release() {
    if (engine.closing()) {
      return;
    }
    engine.execute(
        () -> {
          releasing = true;
          flights().forEach(Flight::closeInOrder);
          endRelease();
        });
    engine.await("the release of " + what(), released);
  }

  /** As {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  /** Waits for the end of the ramp; releases what it had opened if that fails. */
  Held awaitRamp() {
    try {
      engine.await(what(), complete);
      return this;
    } catch (ProbeException e) {
      engine.execute(
          () -> {
            releasing = true;
            flights().forEach(Flight::close);
          });
      throw e;
    }
  }

  private String what() {
    return count
        + " held connections to "
        + request.target().listener()
        + " of "
        + request.target().site();
  }

  private Collection<Flight> flights() {
    synchronized (attempts) {
      return List.copyOf(attempts.keySet());
    }
  }

  // ---- on the engine's thread

  /** Opens the next connection, or ends the ramp if it was the last. */
  void next(long dueNanos) {
    if (launched == count || failuresInARow == MAX_FAILURES_IN_A_ROW || releasing) {
      complete.complete(null);
    } else {
      launched++;
      new Flight(engine, request, dueNanos, owner).start();
    }
  }

  private void nextAfterGap() {
    long due = engine.recorder().nowNanos() + gapNanos;
    engine.at(due, () -> next(due));
  }

  private void endRelease() {
    if (releasing && open() == 0) {
      released.complete(null);
    }
  }

  private void know(Flight flight, Attempt attempt) {
    synchronized (attempts) {
      attempts.put(flight, attempt);
    }
  }

  private final class Ramp implements Flight.Owner {

    @Override
    public boolean holds(Flight flight) {
      know(flight, flight.soFar());
      failuresInARow = 0;
      nextAfterGap();
      return !releasing;
    }

    @Override
    public void ended(Flight flight, Attempt attempt) {
      know(flight, attempt);
      if (attempt.servedBy().isEmpty()) {
        failuresInARow++;
        nextAfterGap();
      }
      endRelease();
    }
  }
}
