package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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
   * Asks on every connection that is held now who serves it, so many times: one request after the
   * other on each connection, on all of them at the same time. Returns when all are answered, or
   * have ended otherwise. Each request is recorded as an attempt of the prober {@code request-n},
   * where n counts the ramp's attempts from 1: opened when it was due, served by who answered it.
   * One that fails is the last on its connection: {@code CLOSED_EMPTY} or {@code RESET} if the
   * connection ended before the answer, {@code TIMED_OUT} if it did not come in time.
   *
   * @param phase the phase that asks for it
   * @param times how many requests on each connection, at least 1
   * @throws IllegalArgumentException if no phase of that name has started, or the number is below 1
   * @throws ProbeException if the prober is closed or the wait is interrupted
   */
  public void ask(String phase, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, is " + times);
    }
    engine.recorder().requirePhase(phase);
    CompletableFuture<Void> over = new CompletableFuture<>();
    engine.execute(() -> ask(phase, times, over));
    engine.await("requests on " + what(), over);
  }

  /**
   * Closes every connection in order: this side ends its stream, and closes when the other side has
   * ended its own, or after a second. Each is closed and recorded when this returns. Does nothing
   * the second time.
   *
   * @throws ProbeException if the wait is interrupted
   */
  public void release() {
    end(Flight::closeInOrder);
  }

  /**
   * Resets every connection, as a client does that dies: the other side is not told that the stream
   * has ended. Each is closed and recorded when this returns. Does nothing to those that have
   * ended.
   *
   * @throws ProbeException if the wait is interrupted
   */
  public void reset() {
    end(Flight::reset);
  }

  /**
   * Waits until the other side has ended every connection; each is then closed on this side, too,
   * and recorded, with words that say so.
   *
   * @param limit how long that may take
   * @return whether it has; those that are still open stay so
   * @throws ProbeException if the prober is closed or the wait is interrupted
   */
  public boolean awaitEnd(Duration limit) {
    engine.execute(
        () -> {
          releasing = true;
          endRelease();
        });
    return engine.await("the other side's end of " + what(), released, limit);
  }

  private void end(Consumer<Flight> how) {
    if (engine.closing()) {
      return;
    }
    engine.execute(
        () -> {
          releasing = true;
          flights().forEach(how);
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
    return known().keySet();
  }

  private Map<Flight, Attempt> known() {
    synchronized (attempts) {
      return new LinkedHashMap<>(attempts);
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

  private void ask(String phase, int times, CompletableFuture<Void> over) {
    List<Dialogue> dialogues = new ArrayList<>();
    AtomicInteger left = new AtomicInteger();
    Runnable whenOver =
        () -> {
          if (left.decrementAndGet() == 0) {
            over.complete(null);
          }
        };
    int number = 0;
    for (Map.Entry<Flight, Attempt> each : known().entrySet()) {
      number++;
      if (each.getValue().closedNanos().isEmpty()) {
        Flight.Request asked = new Flight.Request(request.target(), phase, "request-" + number);
        dialogues.add(new Dialogue(engine, asked, each.getKey(), times, whenOver));
      }
    }
    left.set(dialogues.size());
    if (dialogues.isEmpty()) {
      over.complete(null);
    }
    dialogues.forEach(Dialogue::start);
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
