package io.spillway.router.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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
  private final List<Runnable> due = new ArrayList<>();
  private final AtomicBoolean wakeupPending = new AtomicBoolean();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final Set<SelectionKey> again = new LinkedHashSet<>();
  private final List<SelectableChannel> left = new ArrayList<>();
  private long timerNumber;
  private boolean closing;
  private volatile boolean closed;
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
    return runAgain() + runSelected() + runTasks() + runTimers();
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
   * Has the loop's thread run a task, in a later turn or when the loop closes.
   *
   * @param task the task
   * @return false if the loop has closed, so that the task never runs
   */
  public boolean submit(Runnable task) {
    tasks.add(task);
    if (closed && tasks.remove(task)) {
      return false; // if it is not there any more, it was run when the loop closed
    }
    if (!inLoop()) {
      wakeup();
    }
    return true;
  }

  /**
   * Runs a task now, if called by the loop's thread, or else submits it.
   *
   * @param task the task
   * @return false if the loop has closed, so that the task never runs
   */
  public boolean execute(Runnable task) {
    if (inLoop()) {
      task.run();
      return true;
    }
    return submit(task);
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
   * Has a channel's handler called in the next turn, which does not wait, as if there were
   * something to read: bytes that have been taken from the channel, and not from the handler's
   * point of view.
   *
   * @param key the channel's key at this loop
   */
  public void readAgain(SelectionKey key) {
    assert owner == null || inLoop();
    again.add(key);
  }

  /**
   * Ends a registration, and closes its channel at the beginning of the next turn, which does not
   * wait. It is cheaper than to close the channel first: a channel that is closed while a selector
   * has it needs two more system calls to say goodbye at once, and is closed in the next turn too.
   *
   * @param key the channel's key at this loop
   */
  public void close(SelectionKey key) {
    key.cancel();
    if (inLoop() && !closing) {
      left.add(key.channel());
    } else {
      close(key.channel());
    }
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

  /** Closes every channel, tells their handlers, runs what waits, and closes the selector. */
  @Override
  public void onClose() {
    if (closing) {
      return;
    }
    closing = true;
    closeLeft();
    IOException cause = new IOException("this router ends");
    List<SelectionKey> keys = selector.keys().stream().filter(SelectionKey::isValid).toList();
    keys.forEach(key -> close(key.channel())); // before a handler could say goodbye
    keys.forEach(key -> fail(key, cause));
    closed = true;
    for (Runnable task; (task = tasks.poll()) != null; ) {
      run(task); // it may hold a channel that no selector has, and finds that it cannot register
    }
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
    boolean idle = tasks.isEmpty() && again.isEmpty() && left.isEmpty();
    long waitNanos = idle ? longestWaitNanos : 0;
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
    closeLeft(); // which the selector has just let go
  }

  private void closeLeft() {
    left.forEach(EventLoop::close);
    left.clear();
  }

  private int runAgain() {
    if (again.isEmpty()) {
      return 0;
    }
    List<SelectionKey> keys = List.copyOf(again);
    again.clear();
    keys.forEach(key -> dispatch(key, SelectionKey.OP_READ));
    return keys.size();
  }

  private int runSelected() {
    int handled = 0;
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      SelectionKey key = keys.next();
      keys.remove();
      handled++;
      if (key.isValid()) {
        dispatch(key, key.readyOps());
      }
    }
    return handled;
  }

  private static void dispatch(SelectionKey key, int readyOps) {
    try {
      if (key.isValid()) {
        ((ChannelHandler) key.attachment()).ready(readyOps);
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

  private int runTasks() {
    // Taken before the first one runs: what they submit waits for the next turn, and its select.
    for (Runnable task; due.size() < TASKS_PER_TURN && (task = tasks.poll()) != null; ) {
      due.add(task);
    }
    due.forEach(EventLoop::run);
    int done = due.size();
    due.clear();
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
