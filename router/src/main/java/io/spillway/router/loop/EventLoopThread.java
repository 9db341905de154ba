package io.spillway.router.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps an {@link EventLoop} until it is told to stop. Safe for use by several threads. */
public final class EventLoopThread {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoopThread.class);

  private final EventLoop loop;
  private final Thread thread;
  private final Runnable onDeath;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /**
   * Makes the thread; {@link #start} starts it.
   *
   * @param name the thread's name
   * @param loop what to step
   * @param onStart runs first on the new thread
   * @param onDeath runs last on it if the loop has failed, and not been told to stop
   */
  public EventLoopThread(String name, EventLoop loop, Runnable onStart, Runnable onDeath) {
    this.loop = loop;
    this.onDeath = onDeath;
    this.thread =
        new Thread(
            () -> {
              onStart.run();
              run();
            },
            name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Has the loop close all that it owns after the present turn, whatever its gate says. */
  public void stop() {
    stopping = true;
    loop.wakeup();
  }

  /**
   * Waits for the end.
   *
   * @param limit how long at most
   * @return whether the thread has ended
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    boolean died = true;
    try {
      while (!stopping) {
        loop.doWork();
      }
      died = false;
    } catch (RuntimeException | Error e) {
      LOG.error("{} dies: {}", thread.getName(), e.getMessage(), e);
    } finally {
      close(died);
    }
  }

  private void close(boolean died) {
    try {
      loop.onClose();
    } finally {
      ended.countDown();
      if (died) {
        onDeath.run();
      }
    }
  }
}
