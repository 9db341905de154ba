package io.spillway.router;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.NanoClock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Shows from outside that a loop turns: a timer of the loop notes the time, and a loop that hangs
 * in a task, is held by its gate, or has ended, notes nothing. Asked by any thread.
 */
final class Pulse {

  /** A loop that has not turned for so long does not work. */
  static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final String name;
  private final EventLoop loop;
  private final NanoClock clock;
  private volatile long lastNanos;

  /**
   * Makes a pulse; {@link #start} starts it.
   *
   * @param name how problems call the loop
   * @param clock the clock of the loop
   */
  Pulse(String name, EventLoop loop, NanoClock clock) {
    this.name = name;
    this.loop = loop;
    this.clock = clock;
    this.lastNanos = clock.nanoTime();
  }

  /** Begins to beat. */
  void start() {
    loop.submit(this::beat);
  }

  private void beat() {
    lastNanos = clock.nanoTime();
    loop.schedule(BEAT_NANOS, this::beat);
  }

  /** {@return what is wrong with the loop, if anything is} */
  Optional<String> problem() {
    long pauseNanos = clock.nanoTime() - lastNanos;
    return pauseNanos <= LONGEST_PAUSE_NANOS
        ? Optional.empty()
        : Optional.of(
            name
                + " has not turned for "
                + TimeUnit.NANOSECONDS.toSeconds(pauseNanos)
                + " s; at most "
                + TimeUnit.NANOSECONDS.toSeconds(LONGEST_PAUSE_NANOS)
                + " s are allowed");
  }
}
