package io.spillway.suites.selftest;

import java.util.concurrent.TimeUnit;

/** What a router does once a second: first when a second has passed. For one thread. */
final class EverySecond {

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long lastNanos = System.nanoTime();

  /** {@return whether it is time, which it is not again for a second} */
  boolean isDue() {
    long now = System.nanoTime();
    boolean due = now - lastNanos >= PERIOD_NANOS;
    if (due) {
      lastNanos = now;
    }
    return due;
  }
}
