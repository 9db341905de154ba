package io.spillway.harness.history.io;

/**
 * The run's one monotonic clock. Everything that is timed is timed by it; wall time only labels
 * reports. Safe for use by several threads.
 */
@FunctionalInterface
public interface NanoClock {

  /** {@return nanoseconds since an arbitrary fixed moment; never less than an earlier answer} */
  long nanoTime();

  /** {@return the machine's monotonic clock, {@link System#nanoTime()}} */
  static NanoClock system() {
    return System::nanoTime;
  }
}
