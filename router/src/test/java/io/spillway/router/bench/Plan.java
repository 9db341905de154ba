package io.spillway.router.bench;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param rounds how often everything is measured, each time by fresh processes
 * @param window how long each figure is measured
 * @param warmUp how long each kind of load runs before anything is measured, in each round
 * @param warmUpConnections how many connections should be made in that time; it takes up to ten
 *     times as long to get there
 * @param settle how long a load runs before its own window begins
 * @param held how many connections are held for the memory of one
 * @param clients how many clients connect at once
 * @param echoPerSecond messages per second for the latency
 */
record Plan(
    int rounds,
    Duration window,
    Duration warmUp,
    int warmUpConnections,
    Duration settle,
    int held,
    int clients,
    int echoPerSecond) {

  /** Fewer than the shortest queue of a listening port among the subjects, which is 50. */
  static final int CLIENTS = 32;

  static final int STREAMS = 16;

  static final int ECHO_CONNECTIONS = 16;

  static Plan full(int rounds, int seconds) {
    Duration window = Duration.ofSeconds(seconds);
    return new Plan(
        rounds,
        window,
        Duration.ofSeconds(3),
        20_000,
        Duration.ofMillis(500),
        5_000,
        CLIENTS,
        2_000);
  }

  /** About a minute for seven subjects: shows whether something is far off, and no more. */
  static Plan quick() {
    return new Plan(
        1,
        Duration.ofMillis(800),
        Duration.ofSeconds(1),
        4_000,
        Duration.ofMillis(200),
        1_000,
        CLIENTS,
        2_000);
  }

  /** A few seconds: shows that the benchmark works; its figures say nothing. */
  static Plan smoke() {
    return new Plan(
        2, Duration.ofMillis(150), Duration.ofMillis(50), 10, Duration.ofMillis(50), 20, 4, 500);
  }
}
