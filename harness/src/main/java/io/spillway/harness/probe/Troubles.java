package io.spillway.harness.probe;

import io.spillway.harness.history.io.HistoryRecorder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reports the harness's own trouble, at most once every {@value #QUIET_MILLIS} ms of each kind: at
 * thousands of attempts a second one cause would otherwise fill the history. Belongs to the
 * engine's thread.
 */
final class Troubles {

  /** How late an attempt may start before the machine counts as starved. */
  static final long LATE_MILLIS = 250;

  private static final long QUIET_MILLIS = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final HistoryRecorder recorder;
  private final Map<String, Long> quietUntilNanos = new HashMap<>();
  private final Map<String, Integer> unreported = new HashMap<>();

  Troubles(HistoryRecorder recorder) {
    this.recorder = recorder;
  }

  void report(String kind, String description) {
    long now = recorder.nowNanos();
    if (now < quietUntilNanos.getOrDefault(kind, Long.MIN_VALUE)) {
      unreported.merge(kind, 1, Integer::sum);
      return;
    }
    quietUntilNanos.put(kind, now + QUIET_MILLIS * NANOS_PER_MILLI);
    Integer more = unreported.remove(kind);
    recorder.trouble(
        kind,
        more == null ? description : description + " (and " + more + " more like it just before)");
  }

  /** Reports a starved machine if what was due then happens only now. */
  void checkLate(String what, long dueNanos, long nowNanos) {
    long lateMillis = (nowNanos - dueNanos) / NANOS_PER_MILLI;
    if (lateMillis > LATE_MILLIS) {
      report(
          "starved",
          String.format(
              Locale.ROOT,
              "%s came %d ms late, more than %d ms; give the harness more CPU or lower the load",
              what,
              lateMillis,
              LATE_MILLIS));
    }
  }
}
