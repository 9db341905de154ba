package io.spillway.harness.probe;

import io.spillway.harness.history.io.HistoryRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of a prober: a selector, timers, and tasks from other threads. Everything about a
 * flight or a schedule happens on it; other threads may only {@link #execute} and {@link #await}.
 *
 * <p>In each turn sockets come first, then tasks, then timers, and time limits last: after a stall
 * of this thread, what had arrived in time is seen before anything is called late.
 */
final class Engine {

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NAP_NANOS = 50_000;
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final HistoryRecorder recorder;
  private final long limitNanos;
  private final Selector selector;
  private final Thread thread;
  private final Troubles troubles;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos));
  private final Deque<Flight> watched = new ArrayDeque<>();
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean closing;

  private record Timer(long dueNanos, Runnable task) {}

  private Engine(HistoryRecorder recorder, long limitNanos) throws IOException {
    this.recorder = recorder;
    this.limitNanos = limitNanos;
    this.selector = Selector.open();
    this.troubles = new Troubles(recorder);
    this.thread = new Thread(this::run, "spillway-prober");
    thread.setDaemon(true);
  }

  static Engine start(HistoryRecorder recorder, long limitNanos) {
    try {
      Engine engine = new Engine(recorder, limitNanos);
      engine.thread.start();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException("prober cannot start; raise ulimit -n", e);
    }
  }

  HistoryRecorder recorder() {
    return recorder;
  }

  long limitNanos() {
    return limitNanos;
  }

  Troubles troubles() {
    return troubles;
  }

  /** {@return whether nothing new may start} */
  boolean closing() {
    return closing;
  }

  // ---- from any thread

  /** Runs a task on the engine's thread, soon; never once the engine is closed. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /**
   * Waits for what a task completes.
   *
   * @param what what is awaited, for the error
   * @throws ProbeException if the engine ends first or the waiting thread is interrupted
   */
  <T> T await(String what, CompletableFuture<T> result) {
    await(what, result, FOREVER);
    return result.join();
  }

  /** {@return whether the result comes within a limited time; else as the other} */
  boolean await(String what, CompletableFuture<?> result, Duration limit) {
    try {
      CompletableFuture.anyOf(result, terminated).get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    } catch (ExecutionException e) {
      throw new ProbeException(what + " failed: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      return false;
    }
    if (result.isDone()) {
      return true;
    }
    throw failure
        .map(cause -> new ProbeException(what + " ended: the prober broke: " + cause, cause))
        .orElseGet(() -> new ProbeException(what + " ended: the prober is closed"));
  }

  private ProbeException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    recorder.trouble("interrupted", "the thread that waited for " + what + " was interrupted");
    return new ProbeException(what + " was interrupted", e);
  }

  /**
   * Ends everything: held connections are closed, attempts under way are indeterminate. Returns
   * when that is done, within {@code 10 s}. Does nothing the second time.
   *
   * @throws ProbeException if the thread does not end, or had ended by a failure of its own
   */
  void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return; // It ends all the same.
    }
    if (thread.isAlive()) {
      throw new ProbeException("prober did not end within " + CLOSE_LIMIT.toSeconds() + " s");
    }
    Optional<Throwable> cause = failure;
    if (cause.isPresent()) {
      throw new ProbeException("prober broke: " + cause.get(), cause.get());
    }
  }

  // ---- on the engine's thread

  /** Runs a task at that time of the run, or in this turn if it is past. */
  void at(long dueNanos, Runnable task) {
    timers.add(new Timer(dueNanos, task));
  }

  SelectionKey register(SocketChannel channel, int ops, Flight flight) throws IOException {
    return channel.register(selector, ops, flight);
  }

  /** Starts the time of a flight. Flights come in the order in which they started. */
  void watch(Flight flight) {
    watched.add(flight);
  }

  /** Closes a socket; the operating system closes it with the selector's next turn. */
  void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      troubles.report("descriptors", "a socket could not be closed: " + e.getMessage());
    }
  }

  private void run() {
    try (selector) {
      try {
        while (!closing) {
          turn();
        }
      } finally {
        List.copyOf(selector.keys()).forEach(this::abandon);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = Optional.of(e);
    } finally {
      closing = true;
      terminated.complete(null);
    }
  }

  /** One that cannot be recorded must not keep the others' sockets open. */
  private void abandon(SelectionKey key) {
    try {
      ((Flight) key.attachment()).abandon("the prober was closed");
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void turn() throws IOException {
    long waitMillis = waitMillis();
    if (waitMillis > 0) {
      selector.select(this::ready, waitMillis);
    } else if (selector.selectNow(this::ready) == 0 && tasks.isEmpty()) {
      LockSupport.parkNanos(NAP_NANOS);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    long now = recorder.nowNanos();
    while (!timers.isEmpty() && timers.peek().dueNanos() <= now) {
      timers.remove().task().run();
    }
    expire();
  }

  private void ready(SelectionKey key) {
    if (key.isValid()) {
      ((Flight) key.attachment()).ready(key, shared);
    }
  }

  private void expire() {
    long now = recorder.nowNanos();
    while (!watched.isEmpty() && isOver(watched.peek(), now)) {
      Flight flight = watched.remove();
      if (flight.isPending()) {
        troubles.checkLate("a time limit", flight.startedNanos() + limitNanos, now);
        flight.expire(limitNanos);
      }
    }
  }

  private boolean isOver(Flight flight, long nowNanos) {
    return !flight.isPending() || nowNanos - flight.startedNanos() >= limitNanos;
  }

  /**
   * A selector waits in whole milliseconds. A timer must not be late by one, for latencies count
   * from its time: its last millisecond passes in turns of {@value #NAP_NANOS} ns. A time limit
   * may.
   *
   * @return at least 0, and at most a second so that a lost wake-up could never stop a run
   */
  private long waitMillis() {
    long now = recorder.nowNanos();
    long wait = 1_000;
    if (!timers.isEmpty()) {
      wait = Math.min(wait, (timers.peek().dueNanos() - now) / NANOS_PER_MILLI);
    }
    if (!watched.isEmpty()) {
      long leftNanos = watched.peek().startedNanos() + limitNanos - now;
      wait = Math.min(wait, leftNanos / NANOS_PER_MILLI + 1);
    }
    return tasks.isEmpty() ? Math.max(wait, 0) : 0;
  }
}
