package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.io.HistoryRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Opens connections to listeners as a schedule says, learns from each one's banner who serves it,
 * and records every attempt.
 *
 * <p>An attempt is due, opened, identified, closed. What ends it before it is identified is its
 * {@link io.spillway.harness.history.Outcome Outcome}:
 *
 * <ul>
 *   <li>{@code REFUSED}: there was no connection, because the other side or the network said no;
 *   <li>{@code RESET}: the other side reset it;
 *   <li>{@code CLOSED_EMPTY}: the other side closed it in order. Bytes that came before and make no
 *       whole banner of ours are no service; the detail shows them;
 *   <li>{@code TIMED_OUT}: no banner within the time limit, counted from the start of the attempt.
 *       Bytes that are no banner do not end the wait;
 *   <li>{@code INDETERMINATE}: the harness had no port or descriptor for it, did not know the
 *       listener's address, or closed the prober. The first three are recorded as troubles too.
 * </ul>
 *
 * <p>A socket that the other side closes is closed on this side at once. An attempt that starts
 * more than 250 ms after it was due, or whose limit is noticed that late, is a trouble of kind
 * {@code starved}. Safe for use by several threads.
 */
public final class Prober implements AutoCloseable {

  /** The time limit of an attempt where none is given. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(15);

  private final Engine engine;
  private final HistoryRecorder recorder;

  private Prober(HistoryRecorder recorder, Engine engine) {
    this.recorder = recorder;
    this.engine = engine;
  }

  /** {@return a prober whose attempts have {@link #DEFAULT_LIMIT}} */
  public static Prober start(HistoryRecorder recorder) {
    return start(recorder, DEFAULT_LIMIT);
  }

  /**
   * {@return a prober that runs; close it before the recorder}
   *
   * @param recorder where its attempts go
   * @param limit how long an attempt may take until it is identified, at least 1 ms
   * @throws IllegalArgumentException if the limit is shorter
   * @throws java.io.UncheckedIOException if the machine has no descriptor left for its selector
   */
  public static Prober start(HistoryRecorder recorder, Duration limit) {
    if (limit.toMillis() < 1) {
      throw new IllegalArgumentException("limit must be at least 1 ms, is " + limit);
    }
    return new Prober(recorder, Engine.start(recorder, limit.toNanos()));
  }

  /**
   * Makes one attempt and waits for its end: opened, identified, closed in order (see {@link
   * Held#release}), so that the router has seen its end when this returns.
   *
   * @return the attempt; its index is that of the time, see {@link HistoryRecorder#nextIndex()}
   * @throws IllegalArgumentException if no phase of that name has started
   * @throws ProbeException if the prober is closed or the wait is interrupted
   */
  public Attempt attempt(Target target, String phase) {
    Flight.Request request = request(target, phase, "sequential");
    CompletableFuture<Attempt> result = new CompletableFuture<>();
    long due = recorder.nowNanos();
    engine.execute(() -> new Flight(engine, request, due, new InOrder(result)).start());
    return engine.await("an attempt at " + target.listener() + " of " + target.site(), result);
  }

  /**
   * Makes attempts one after another; after each it waits until the workloads have seen its close.
   *
   * @param count how many, at least 1
   * @param settled whether they have
   * @return the attempts, in order
   * @throws IllegalArgumentException if no phase of that name has started, or the count is below 1
   * @throws UnsettledException if the workloads have not seen a close within 15 s
   * @throws ProbeException if the prober is closed or the wait is interrupted
   */
  public List<Attempt> sequential(Target target, String phase, int count, Settled settled) {
    requireAtLeastOne("count", count);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      attempts.add(attempt(target, phase));
      awaitSettled("workloads see the close of sequential attempt " + i, settled::yes);
    }
    return attempts;
  }

  private static void awaitSettled(String name, Callable<Boolean> settled) {
    try {
      Awaitility.await(name)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .atMost(SETTLE_LIMIT)
          .until(settled);
    } catch (ConditionTimeoutException e) {
      throw new UnsettledException(
          "waited " + SETTLE_LIMIT.toSeconds() + " s in vain until " + name, e);
    }
  }

  /**
   * Opens connections and keeps them: each is identified before the next is opened. Returns when
   * the last one is identified; after {@value Held#MAX_FAILURES_IN_A_ROW} attempts in a row without
   * service it opens no more.
   *
   * @param count how many attempts, at least 1
   * @param gap how much time passes at least from one's identification (or failure) to the next
   *     one's start; 5 ms is the rule, at least 0
   * @return what holds them; close it to release them
   * @throws IllegalArgumentException if no phase of that name has started, or a figure is too small
   * @throws ProbeException if the prober is closed or the wait is interrupted; what had been opened
   *     is closed then
   */
  public Held hold(Target target, String phase, int count, Duration gap) {
    requireAtLeastOne("count", count);
    if (gap.isNegative()) {
      throw new IllegalArgumentException("gap must not be negative, is " + gap);
    }
    Held held = new Held(engine, request(target, phase, "held"), count, gap.toNanos());
    long due = recorder.nowNanos();
    engine.execute(() -> held.next(due));
    return held.awaitRamp();
  }

  /**
   * Opens connections and keeps bytes going to and fro on each, all verified, until they are
   * released. Returns when each connection is identified or has failed; one that failed is an
   * attempt and no stream.
   *
   * @return what keeps them going; close it to release them
   * @throws IllegalArgumentException if no phase of that name has started
   * @throws ProbeException if the prober is closed or the wait is interrupted; what had been opened
   *     is closed then
   */
  public Streams streams(Target target, String phase, StreamPlan plan) {
    return new Streams(engine, request(target, phase, "stream"), plan).await();
  }

  /**
   * Starts clients that each make attempt after attempt, until the load is stopped.
   *
   * @param clients how many, at least 1
   * @throws IllegalArgumentException if no phase of that name has started, or there are no clients
   */
  public Load closedLoop(Target target, String phase, int clients) {
    return closedLoop(target, phase, ClosedLoop.of(clients));
  }

  /**
   * Starts clients that each make attempt after attempt, until the load is stopped or the loop's
   * attempts are made.
   *
   * @throws IllegalArgumentException if no phase of that name has started
   */
  public Load closedLoop(Target target, String phase, ClosedLoop loop) {
    return closedLoop(target, phase, loop, attempt -> {});
  }

  /**
   * Starts clients that each make attempt after attempt, until the load is stopped or the loop's
   * attempts are made.
   *
   * @param observer called as {@link Load#observe} says, from the very first attempt on
   * @throws IllegalArgumentException if no phase of that name has started
   */
  public Load closedLoop(Target target, String phase, ClosedLoop loop, Consumer<Attempt> observer) {
    Load load = new Load(engine, request(target, phase, loop.prober()));
    load.observe(observer);
    engine.execute(new Schedules.Closed(engine, load, loop)::start);
    return load;
  }

  /**
   * Starts clients that each make attempt after attempt, until the load is stopped. As soon as it
   * is connected each writes a message with a number of its own and ends its side, and then waits
   * for the workload to say who it is. The attempt says which message was written.
   *
   * @param clients how many, at least 1
   * @throws IllegalArgumentException if no phase of that name has started, or there are no clients
   */
  public Load messages(Target target, String phase, int clients) {
    return closedLoop(target, phase, clients, Manner.LeavingMessage::new);
  }

  /**
   * As {@link #messages}, but each message has a {@link io.spillway.harness.probe.workload.Bulk}
   * behind it, and the workload may take up to 30 s to answer.
   *
   * @param clients how many, at least 1
   * @throws IllegalArgumentException if no phase of that name has started, or there are no clients
   */
  public Load longMessages(Target target, String phase, int clients) {
    return closedLoop(target, phase, clients, Manner.LeavingLongMessage::new);
  }

  /**
   * Starts clients that each make attempt after attempt, until the load is stopped. Each hears its
   * workload out, slowly and until that closes, for up to 30 s. What it has heard of the {@link
   * io.spillway.harness.probe.workload.Bulk} that it must hear is recorded as a {@link
   * io.spillway.harness.history.StreamEvent}.
   *
   * @param clients how many, at least 1
   * @throws IllegalArgumentException if no phase of that name has started, or there are no clients
   */
  public Load longAnswers(Target target, String phase, int clients) {
    return closedLoop(target, phase, clients, client -> new Manner.HearingOut(engine, client));
  }

  private Load closedLoop(
      Target target, String phase, int clients, UnaryOperator<Flight.Owner> manner) {
    ClosedLoop loop = ClosedLoop.of(clients);
    Load load = new Load(engine, request(target, phase, loop.prober()), manner);
    engine.execute(new Schedules.Closed(engine, load, loop)::start);
    return load;
  }

  /**
   * Makes attempts from several clients until one of them is enough, and waits for those under way.
   *
   * @param clients how many, at least 1
   * @param maxAttempts how many attempts are started at the most, at least 1
   * @param enough asked with every attempt that ends, in that order, on the prober's thread, until
   *     it says yes
   * @return all attempts made, in the order in which they ended; those that were under way when it
   *     was enough come last
   * @throws IllegalArgumentException if no phase of that name has started, or a figure is too small
   * @throws ProbeException if the prober is closed, {@code enough} throws or the wait is
   *     interrupted
   */
  public List<Attempt> closedLoopUntil(
      Target target, String phase, int clients, long maxAttempts, Predicate<Attempt> enough) {
    return closedLoopUntil(
        target, phase, ClosedLoop.of(clients).withMaxAttempts(maxAttempts), enough);
  }

  /**
   * Makes the attempts of a closed loop until one of them is enough, and waits for those under way.
   *
   * @param enough asked as {@link #closedLoopUntil(Target, String, int, long, Predicate)} says
   * @return all attempts made, in the order in which they ended; those that were under way when it
   *     was enough come last
   * @throws IllegalArgumentException if no phase of that name has started
   * @throws ProbeException if the prober is closed, {@code enough} throws or the wait is
   *     interrupted
   */
  public List<Attempt> closedLoopUntil(
      Target target, String phase, ClosedLoop loop, Predicate<Attempt> enough) {
    Load load = new Load(engine, request(target, phase, loop.prober()));
    List<Attempt> attempts = new ArrayList<>();
    AtomicBoolean isEnough = new AtomicBoolean();
    load.observe(
        attempt -> {
          attempts.add(attempt);
          if (!isEnough.get() && enough.test(attempt)) {
            isEnough.set(true);
            load.finish();
          }
        });
    engine.execute(new Schedules.Closed(engine, load, loop)::start);
    try (load) {
      load.await();
    }
    return attempts;
  }

  /**
   * Starts attempts at fixed times, one every interval whatever becomes of those before, until the
   * load is stopped.
   *
   * @param interval at least 100 µs
   * @throws IllegalArgumentException if no phase of that name has started, or the interval is
   *     shorter
   */
  public Load openLoop(Target target, String phase, Duration interval) {
    if (interval.toNanos() < 100_000) {
      throw new IllegalArgumentException("interval must be at least 100 µs, is " + interval);
    }
    Load load = new Load(engine, request(target, phase, "open-loop"));
    engine.execute(new Schedules.Open(engine, load, interval.toNanos())::start);
    return load;
  }

  /**
   * Ends all attempts, loads and held connections. Held ones are recorded as served, others under
   * way as indeterminate. Does nothing the second time.
   *
   * @throws ProbeException if the prober had broken
   */
  @Override
  public void close() {
    engine.close();
  }

  /** Closes in order, and hands over the attempt. */
  private record InOrder(CompletableFuture<Attempt> result) implements Flight.Owner {

    @Override
    public boolean holds(Flight flight) {
      flight.closeInOrder();
      return true;
    }

    @Override
    public void ended(Flight flight, Attempt attempt) {
      result.complete(attempt);
    }
  }

  private Flight.Request request(Target target, String phase, String prober) {
    recorder.requirePhase(phase);
    return new Flight.Request(target, phase, prober);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, is " + value);
    }
  }
}
