package io.spillway.harness.probe;

import com.sun.management.UnixOperatingSystemMXBean;
import io.spillway.harness.history.io.HistoryRecorder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Watches whether this process gets what it needs while a scenario plays, and records where not: a
 * thread that wants to wake up every {@value #INTERVAL_MILLIS} ms and comes late means that the
 * processor is starved or the JVM was stopped (trouble of kind {@code starved}); a process that has
 * nearly as many files open as it may will soon be refused a socket ({@code descriptors}); a system
 * that follows connections, as it does beside a container engine, and whose table of them is nearly
 * full will soon drop packets ({@code conntrack}); a wall clock that goes {@value
 * #CLOCK_JUMP_MILLIS} ms apart from the monotonic one, from one of these moments to the next, was
 * set, or the machine slept ({@code clock}). With the embedded runtime routers and workloads share
 * the process, and so the trouble.
 *
 * <p>A prober alone does not see this: it wakes up when something comes, and while nothing comes it
 * cannot tell a router that is silent from one that is not let run.
 */
public final class Watchdog implements AutoCloseable {

  static final long INTERVAL_MILLIS = 20;

  /** What NTP corrects by slewing stays far below this. */
  static final long CLOCK_JUMP_MILLIS = 100;

  /** Between two looks at the monotonic clock as long as this, one at the wall clock is no good. */
  private static final long CLOCK_LOOK_NANOS = 10_000_000;

  /** How seldom open files are counted, in wake-ups; it takes about 0.1 ms each. */
  private static final int WAKE_UPS_PER_COUNT = 25;

  /** The part of its limit that may be used before that counts as trouble. */
  private static final double MOST = 0.9;

  private static final long INTERVAL_NANOS = Duration.ofMillis(INTERVAL_MILLIS).toNanos();
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final HistoryRecorder recorder;
  private final Troubles troubles;
  private final Troubles reported;
  private final Stock files;
  private final Stock tracked;
  private final LongSupplier wallMillis;
  private final Thread thread;
  private OptionalLong wallAheadMillis = OptionalLong.empty();
  private volatile boolean closing;

  /** How much of something is used, and how much there is. */
  interface Stock {

    /** {@return how much is used} */
    long used();

    /** {@return how much there is} */
    long limit();
  }

  private Watchdog(HistoryRecorder recorder, Stock files, Stock tracked, LongSupplier wallMillis) {
    this.recorder = recorder;
    this.troubles = new Troubles(recorder);
    this.reported = new Troubles(recorder);
    this.files = files;
    this.tracked = tracked;
    this.wallMillis = wallMillis;
    this.thread = new Thread(this::run, "spillway-watchdog");
    thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param recorder where trouble is recorded; close it after this
   */
  public static Watchdog start(HistoryRecorder recorder) {
    Watchdog watchdog =
        new Watchdog(
            recorder, filesOfThisProcess(), new TrackedConnections(), System::currentTimeMillis);
    watchdog.thread.start();
    return watchdog;
  }

  /** {@return one whose turns the caller takes} */
  static Watchdog stepped(
      HistoryRecorder recorder, Stock files, Stock tracked, LongSupplier wallMillis) {
    return new Watchdog(recorder, files, tracked, wallMillis);
  }

  private static Stock filesOfThisProcess() {
    return new Stock() {
      @Override
      public long used() {
        try {
          return system().map(UnixOperatingSystemMXBean::getOpenFileDescriptorCount).orElse(0L);
        } catch (InternalError e) {
          return limit(); // counting them takes one, and there is none left
        }
      }

      @Override
      public long limit() {
        return fileLimit();
      }
    };
  }

  /** {@return how many files this process may have open; a very large number where nobody knows} */
  public static long fileLimit() {
    return system()
        .map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
        .orElse(Long.MAX_VALUE);
  }

  private static Optional<UnixOperatingSystemMXBean> system() {
    return Optional.of(ManagementFactory.getOperatingSystemMXBean())
        .filter(UnixOperatingSystemMXBean.class::isInstance)
        .map(UnixOperatingSystemMXBean.class::cast);
  }

  private void run() {
    long dueNanos = recorder.nowNanos() + INTERVAL_NANOS;
    for (int wakeUps = 0; !closing; wakeUps++) {
      long wait = dueNanos - recorder.nowNanos();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      if (!closing && recorder.nowNanos() >= dueNanos) {
        wakeUp(dueNanos);
        compareClocks();
        if (wakeUps % WAKE_UPS_PER_COUNT == 0) {
          countFiles();
          countTracked();
        }
        dueNanos = recorder.nowNanos() + INTERVAL_NANOS;
      }
    }
  }

  /** Does what is done when it wakes up that was to be woken then. */
  void wakeUp(long dueNanos) {
    troubles.checkLate("a thread of the harness", dueNanos, recorder.nowNanos());
  }

  /** Compares how the wall clock and the monotonic one went since it did so last. */
  void compareClocks() {
    long before = recorder.nowNanos();
    long wall = wallMillis.getAsLong();
    long after = recorder.nowNanos();
    if (after - before > CLOCK_LOOK_NANOS) {
      return; // this thread was held up in between, so nobody knows what time it was then
    }
    long ahead = wall - TimeUnit.NANOSECONDS.toMillis(before);
    long jumped = ahead - wallAheadMillis.orElse(ahead);
    wallAheadMillis = OptionalLong.of(ahead);
    if (Math.abs(jumped) > CLOCK_JUMP_MILLIS) {
      troubles.report(
          "clock",
          String.format(
              Locale.ROOT,
              "the wall clock went %d ms apart from the monotonic one, more than %d ms; it was set,"
                  + " or the machine slept: let neither happen during a run",
              jumped,
              CLOCK_JUMP_MILLIS));
    }
  }

  /** Compares the open files with their limit. */
  void countFiles() {
    compare(
        files,
        "descriptors",
        "%d files of at most %d are open in this process; raise ulimit -n or play fewer scenarios at"
            + " a time");
  }

  /** Compares the connections that the system follows with the size of its table. */
  void countTracked() {
    compare(
        tracked,
        "conntrack",
        "%d of at most %d connections are in this system's table nf_conntrack, and packets are"
            + " dropped when it is full; raise net.netfilter.nf_conntrack_max, or stop the container"
            + " engine for which it is kept");
  }

  /** Reports trouble of this kind, with both figures, where nearly all of a stock is used. */
  private void compare(Stock stock, String kind, String format) {
    long used = stock.used();
    long limit = stock.limit();
    if (used > limit * MOST) {
      troubles.report(kind, String.format(Locale.ROOT, format, used, limit));
    }
  }

  /**
   * Records trouble that somebody else has noticed, at most once every so often of each kind; none
   * any more once this is closed. May be called by any thread.
   *
   * @param kind one of the words that {@link io.spillway.harness.history.Trouble} lists
   * @param description what was seen, with the figures, and what to do about it
   */
  public synchronized void report(String kind, String description) {
    if (!closing) {
      reported.report(kind, description);
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    LockSupport.unpark(thread);
    try {
      thread.join(END_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends all the same
    }
  }
}
