package io.spillway.router.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector with the channels, timers and tasks that belong to it.
 *
 * <p>One thread steps it and owns all of that. Other threads may call {@link #submit}, {@link
 * #execute}, {@link #wakeup} and {@link #inLoop}, and nothing else.
 */
public final class EventLoop implements LoopTask {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int TASKS_PER_TURN = 1024;
  private static final long GATE_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final NanoClock clock;
  private final LoopGate gate;
  private final long longestWaitNanos;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean wakeupPending = new AtomicBoolean();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private long timerNumber;
  private boolean closing;
  private volatile Thread owner;

  /**
   * Opens a loop.
   *
   * @param clock the clock of its timers
   * @param gate holds it still
   * @param longestWait how long a turn may wait for something to do; zero makes a loop that never
   *     waits, for tests
   */
  public EventLoop(NanoClock clock, LoopGate gate, Duration longestWait) {
    this.clock = clock;
    this.gate = gate;
    this.longestWaitNanos = longestWait.toNanos();
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector; is the limit of open files reached?", e);
    }
  }

  @Override
  public int doWork() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    if (!gate.isOpen()) {
      return held();
    }
    select();
    if (!gate.isOpen()) {
      return held(); // what is selected stays selected until the gate opens
    }
    return runSelected() + runTasks() + runTimers();
  }

  /** {@return whether the calling thread is the one that steps this loop} */
  public boolean inLoop() {
    return Thread.currentThread() == owner;
  }

  /** {@return the time on the loop's clock, in nanoseconds} */
  public long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Has the loop's thread run a task, in a later turn. After the loop has closed, it never runs.
   *
   * @param task the task
   */
  public void submit(Runnable task) {
    tasks.add(task);
    if (!inLoop()) {
      wakeup();
    }
  }

  /**
   * Runs a task now, if called by the loop's thread, or else submits it.
   *
   * @param task the task
   */
  public void execute(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      submit(task);
    }
  }

  /** Ends the present wait, for events or at the gate. */
  public void wakeup() {
    // 1. A submitter adds, sets the flag, wakes: the selector returns at once, now or next time.
    // 2. A second one finds the flag set: the first wakeup serves it too, because the loop clears
    //    the flag before it looks whether there are tasks.
    if (wakeupPending.compareAndSet(false, true)) {
      selector.wakeup();
      LockSupport.unpark(owner);
    }
  }

  /**
   * Registers a channel, which is in non-blocking mode.
   *
   * @param channel the channel
   * @param ops the interest to begin with
   * @param handler who handles its events
   * @return the key
   * @throws ClosedChannelException if the channel, or this loop, is closed
   */
  public SelectionKey register(SelectableChannel channel, int ops, ChannelHandler handler)
      throws ClosedChannelException {
    assert owner == null || inLoop();
    if (closing) {
      throw new ClosedChannelException();
    }
    return channel.register(selector, ops, handler);
  }

  /**
   * Does something later, once.
   *
   * @param delayNanos how much later
   * @param action what to do
   * @return a handle to call it off
   */
  public Timer schedule(long delayNanos, Runnable action) {
    assert owner == null || inLoop();
    Timer timer = new Timer(this, clock.nanoTime() + delayNanos, timerNumber++, action);
    timers.add(timer);
    return timer;
  }

  /** Closes every channel, tells their handlers, and closes the selector. */
  @Override
  public void onClose() {
    if (closing) {
      return;
    }
    closing = true;
    IOException cause = new IOException("this router ends");
    List<SelectionKey> keys = List.copyOf(selector.keys());
    keys.forEach(key -> close(key.channel())); // before a handler could say goodbye
    keys.forEach(key -> fail(key, cause));
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("the selector did not close: {}", e.toString());
    }
  }

  void cancel(Timer timer) {
    timers.remove(timer);
  }

  private int held() {
    wakeupPending.set(false);
    if (longestWaitNanos > 0) {
      LockSupport.parkNanos(this, GATE_STEP_NANOS);
    }
    return 0;
  }

  private void select() {
    wakeupPending.set(false);
    long waitNanos = tasks.isEmpty() ? longestWaitNanos : 0;
    if (!timers.isEmpty()) {
      waitNanos = Math.min(waitNanos, timers.first().nanosUntilDue(clock.nanoTime()));
    }
    try {
      if (waitNanos <= 0) {
        selector.selectNow();
      } else {
        // Rounded up: a loop that wakes too early would spin until the timer is due.
        selector.select(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("select", e);
    }
  }

  private int runSelected() {
    int handled = 0;
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      SelectionKey key = keys.next();
      keys.remove();
      handled++;
      try {
        if (key.isValid()) {
          ((ChannelHandler) key.attachment()).ready(key.readyOps());
        }
      } catch (IOException e) {
        fail(key, e);
      } catch (CancelledKeyException e) {
        LOG.trace("closed in the same turn", e);
      } catch (RuntimeException e) {
        LOG.error("a handler failed; its connection is closed", e);
        fail(key, new IOException(e));
      }
    }
    return handled;
  }

  private int runTasks() {
    int done = 0;
    for (Runnable task; done < TASKS_PER_TURN && (task = tasks.poll()) != null; done++) {
      run(task);
    }
    return done;
  }

  private int runTimers() {
    int done = 0;
    long now = clock.nanoTime();
    while (!timers.isEmpty() && timers.first().nanosUntilDue(now) <= 0) {
      run(timers.pollFirst()::run);
      done++;
    }
    return done;
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task failed", e);
    }
  }

  private static void fail(SelectionKey key, IOException cause) {
    try {
      ((ChannelHandler) key.attachment()).failed(cause);
    } catch (RuntimeException e) {
      LOG.error("a handler failed to let go of its connection, which is closed", e);
      close(key.channel());
    }
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.toString());
    }
  }
}
