package io.spillway.harness.probe;

import java.time.Duration;

/**
 * A closed loop: each client makes its next attempt when its last one has ended.
 *
 * @param clients how many clients do so side by side, at least 1
 * @param maxAttempts how many attempts they start in all, at least 1
 * @param pause how long a client rests after an attempt that was served, at least 0
 * @param pauseAfterFailure how long a client rests after an attempt that was not served, at least
 *     0, so that a listener that refuses at once does not make it spin
 */
public record ClosedLoop(
    int clients, long maxAttempts, Duration pause, Duration pauseAfterFailure) {

  /** The pause after a failure where none is given. */
  public static final Duration DEFAULT_PAUSE = Duration.ofMillis(1);

  /** Refuses a loop of nobody, of no attempts, or with a negative pause. */
  public ClosedLoop {
    if (clients < 1) {
      throw new IllegalArgumentException("clients must be at least 1, is " + clients);
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, is " + maxAttempts);
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException("pause must not be negative, is " + pause);
    }
    if (pauseAfterFailure.isNegative()) {
      throw new IllegalArgumentException(
          "pauseAfterFailure must not be negative, is " + pauseAfterFailure);
    }
  }

  /** {@return a loop of so many clients that goes on until it is stopped} */
  public static ClosedLoop of(int clients) {
    return new ClosedLoop(clients, Long.MAX_VALUE, Duration.ZERO, DEFAULT_PAUSE);
  }

  /** {@return this loop, but ending by itself after so many attempts} */
  public ClosedLoop withMaxAttempts(long attempts) {
    return new ClosedLoop(clients, attempts, pause, pauseAfterFailure);
  }

  /** {@return this loop, but with that pause after each attempt, served or not} */
  public ClosedLoop withPause(Duration each) {
    return new ClosedLoop(clients, maxAttempts, each, each);
  }

  /** {@return this loop, but with that pause after a failure} */
  public ClosedLoop withPauseAfterFailure(Duration afterFailure) {
    return new ClosedLoop(clients, maxAttempts, pause, afterFailure);
  }

  /** {@return the name of its prober in histories} */
  String prober() {
    return "closed-loop-" + clients;
  }
}
