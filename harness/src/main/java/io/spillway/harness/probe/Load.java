package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Attempts that go on in the background, on the prober's thread, until stopped. Safe for use by
 * several threads.
 */
public final class Load implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Engine engine;
  private final Flight.Request request;
  private final UnaryOperator<Flight.Owner> manner;
  private final List<Consumer<Attempt>> observers = new CopyOnWriteArrayList<>();
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong indeterminate = new AtomicLong();
  private final Set<Flight> underWay = new LinkedHashSet<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** Creates one whose clients say nothing. */
  Load(Engine engine, Flight.Request request) {
    this(engine, request, client -> client);
  }

  /**
   * Creates one.
   *
   * @param manner gives each client a {@link Manner}
   */
  Load(Engine engine, Flight.Request request, UnaryOperator<Flight.Owner> manner) {
    this.engine = engine;
    this.request = request;
    this.manner = manner;
  }

  /** {@return the name of its schedule, as its attempts say} */
  public String prober() {
    return request.prober();
  }

  /** {@return attempts that it has started so far} */
  public long started() {
    return started.get();
  }

  /** {@return attempts that have ended so far and were served} */
  public long served() {
    return served.get();
  }

  /** {@return attempts that have ended so far without service} */
  public long failed() {
    return failed.get();
  }

  /** {@return attempts that have ended so far of which nothing can be known} */
  public long indeterminate() {
    return indeterminate.get();
  }

  /** {@return attempts that have ended so far} */
  public long ended() {
    return served() + failed() + indeterminate();
  }

  /** {@return attempts that were started and have not ended} */
  public long underWay() {
    return started() - ended();
  }

  /**
   * Calls this observer with every attempt that ends from now on, after it is recorded, on the
   * prober's thread, one at a time and in the order in which they end. It must not block. One that
   * throws stops the load, and {@link #stop()} or {@link #await()} throws in turn.
   */
  public void observe(Consumer<Attempt> observer) {
    observers.add(observer);
  }

  /**
   * Waits for the end of a load that ends by itself, or that another thread stops.
   *
   * @throws ProbeException if an observer threw, the prober ended first or the wait is interrupted
   */
  public void await() {
    engine.await(what(), ended);
    failure.ifPresent(this::rethrow);
  }

  /**
   * Starts no further attempt and waits for those under way, each within its time limit. Does
   * nothing the second time.
   *
   * @throws ProbeException if an observer threw, the prober ended first or the wait is interrupted
   */
  public void stop() {
    stopping = true;
    engine.execute(this::endIfIdle);
    Duration limit = Duration.ofNanos(engine.limitNanos()).plus(GRACE);
    if (!engine.await("the end of " + what(), ended, limit)) {
      engine.execute(
          () -> List.copyOf(underWay).forEach(flight -> flight.abandon("the load was stopped")));
      engine.await("the end of " + what(), ended);
    }
    failure.ifPresent(this::rethrow);
  }

  /** As {@link #stop()}; but a prober that has ended has ended its loads too, and that is fine. */
  @Override
  public void close() {
    if (!engine.closing()) {
      stop();
    }
  }

  private String what() {
    return prober() + " load on " + request.target().listener() + " of " + request.target().site();
  }

  private void rethrow(RuntimeException cause) {
    throw new ProbeException("an observer of " + what() + " threw " + cause, cause);
  }

  // ---- on the engine's thread

  /** {@return whether nothing more may be launched} */
  boolean stopping() {
    return stopping || engine.closing();
  }

  /** Starts no further attempt. */
  void finish() {
    stopping = true;
    endIfIdle();
  }

  /**
   * Starts an attempt.
   *
   * @param dueNanos when it was due
   * @param next what the schedule does when it has ended; not called once the load stops
   */
  void launch(long dueNanos, Consumer<Attempt> next) {
    started.incrementAndGet();
    Flight flight = new Flight(engine, request, dueNanos, manner.apply(new Client(this, next)));
    underWay.add(flight);
    flight.start();
  }

  /** Makes one attempt. */
  private record Client(Load load, Consumer<Attempt> next) implements Flight.Owner {

    @Override
    public void ended(Flight flight, Attempt attempt) {
      load.ended(flight, attempt, next);
    }
  }

  private void ended(Flight flight, Attempt attempt, Consumer<Attempt> next) {
    underWay.remove(flight);
    counter(attempt.outcome()).incrementAndGet();
    try {
      observers.forEach(observer -> observer.accept(attempt));
    } catch (RuntimeException e) {
      failure = Optional.of(e);
      stopping = true;
    }
    if (stopping()) {
      endIfIdle();
    } else {
      next.accept(attempt);
    }
  }

  private AtomicLong counter(Outcome outcome) {
    if (outcome == Outcome.SERVED) {
      return served;
    }
    return outcome.failed() ? failed : indeterminate;
  }

  private void endIfIdle() {
    if (stopping() && underWay.isEmpty()) {
      ended.complete(null);
    }
  }
}
