package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread of a {@link WorkloadServer}. Other threads may only {@link #await} and {@link
 * #close}; everything else is for the loop's own thread.
 */
final class WorkloadLoop implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long CLOSE_LIMIT_SECONDS = 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How often the loop looks whether it comes in time. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How late it may be: so long a client that was due then waited to be accepted. */
  static final long LATE_MILLIS = 250;

  /** What is to be done later. */
  private record Timer(long dueNanos, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(dueNanos - other.dueNanos); // nanoTime may overflow; differences do not
    }
  }

  private final Selector selector;
  private final Thread thread;
  private final TroubleListener listener;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private volatile boolean closing;

  /** Why the thread ended by itself; null if it did not. */
  private volatile Throwable stoppedBy;

  /**
   * Starts the thread.
   *
   * @throws IOException if the machine has no descriptor left for the selector
   */
  WorkloadLoop(TroubleListener listener) throws IOException {
    this.listener = listener;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "spillway-workloads");
    thread.setDaemon(true);
    thread.start();
  }

  /** What another thread asks of the loop. */
  interface Task {
    void run() throws IOException;
  }

  /**
   * Runs a task on the loop and waits for its end.
   *
   * @throws IOException the task's
   * @throws IllegalStateException if the loop is closed or the task failed
   */
  void await(Task task) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    if (closing) {
      throw new IllegalStateException("workload server is closed", stoppedBy);
    }
    selector.wakeup();
    try {
      done.get(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the workload server", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "workload server did not answer within " + CLOSE_LIMIT_SECONDS + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("workload server failed: " + e.getCause(), e);
    }
  }

  /** {@return whether the loop ends or has ended} */
  boolean isClosing() {
    return closing;
  }

  /** Closes every endpoint and ends the thread. Does nothing the second time. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_LIMIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return the key of a channel that does not block; attach what it stands for} */
  SelectionKey register(SelectableChannel channel, int ops) throws IOException {
    return channel.register(selector, ops);
  }

  /** {@return the loop's buffer, empty; to be left empty} */
  ByteBuffer shared() {
    return shared.clear();
  }

  /** Runs a task after that long, at most 1 ms late as far as the loop is free. */
  void after(long delayNanos, Runnable task) {
    timers.add(new Timer(System.nanoTime() + delayNanos, task));
  }

  /** Lets the operating system close what was closed: a selector delays that to its next turn. */
  void flushClosed() throws IOException {
    selector.selectNow(WorkloadLoop::ready);
  }

  /** Tells of a socket that could not be closed or accepted, as for want of descriptors. */
  void trouble(String what) {
    listener.onTrouble("descriptors", what);
  }

  /** Sees whether clients had to wait to be accepted because this thread came late. */
  private void tick(long dueNanos) {
    long lateMillis = (System.nanoTime() - dueNanos) / NANOS_PER_MILLI;
    if (lateMillis > LATE_MILLIS) {
      listener.onTrouble(
          "backlog",
          String.format(
              Locale.ROOT,
              "workloads accepted nobody for %d ms, more than %d ms, while clients may have waited;"
                  + " give the harness more CPU or lower the load",
              lateMillis,
              LATE_MILLIS));
    }
    long nextNanos = System.nanoTime() + TICK_NANOS;
    after(TICK_NANOS, () -> tick(nextNanos));
  }

  private void run() {
    try (selector) {
      tick(System.nanoTime());
      while (!closing) {
        selector.select(WorkloadLoop::ready, timeoutMillis());
        runDue();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      selector.keys().forEach(WorkloadLoop::close);
    } catch (IOException | RuntimeException | Error e) {
      stoppedBy = e;
      listener.onTrouble("workload", "the stand-in workloads stopped: " + e);
    } finally {
      // A task added after this line finds the loop closing: it is set first and read last.
      closing = true;
      tasks.forEach(Runnable::run);
    }
  }

  /** Until the next timer, at least 1 ms; 0, which is for ever, if there is none. */
  private long timeoutMillis() {
    Timer next = timers.peek();
    return next == null ? 0 : Math.max(1, (next.dueNanos() - System.nanoTime()) / NANOS_PER_MILLI);
  }

  private void runDue() {
    List<Timer> due = new ArrayList<>();
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().dueNanos() - now <= 0) {
      due.add(timers.remove());
    }
    due.forEach(timer -> timer.task().run());
  }

  private static void ready(SelectionKey key) {
    if (key.attachment() instanceof Endpoint endpoint) {
      endpoint.ready();
    }
  }

  private static void close(SelectionKey key) {
    if (key.attachment() instanceof Endpoint endpoint) {
      endpoint.close();
    }
  }
}
