package io.spillway.router.bench;

import java.time.Duration;

/** The benchmark's only way to wait for time to pass. */
final class Pause {

  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
