package io.spillway.harness.history.io;

import io.spillway.harness.history.io.HistoryFormat.PhaseLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A phase under way; closing it ends the phase. Safe for use by several threads. */
public final class PhaseScope implements AutoCloseable {

  private final HistoryRecorder recorder;
  private PhaseLine phase;

  PhaseScope(HistoryRecorder recorder, PhaseLine phase) {
    this.recorder = recorder;
    this.phase = phase;
  }

  /** {@return the phase's name} */
  public synchronized String name() {
    return phase.name();
  }

  /**
   * Adds an attribute that only the run could tell, or changes one.
   *
   * @throws IllegalStateException if the phase has ended
   */
  public synchronized void attribute(String key, String value) {
    if (phase.endNanos().isPresent()) {
      throw new IllegalStateException(
          "phase " + phase.name() + " has ended; its attribute " + key + " comes too late");
    }
    Map<String, String> attributes = new LinkedHashMap<>(phase.attributes());
    attributes.put(key, value);
    phase = new PhaseLine(phase.name(), attributes, phase.startNanos(), phase.endNanos());
    recorder.record(phase);
  }

  /** Ends the phase. Does nothing the second time. */
  @Override
  public synchronized void close() {
    if (phase.endNanos().isEmpty()) {
      phase = ended(phase, recorder.nowNanos());
      recorder.record(phase);
    }
  }

  static PhaseLine ended(PhaseLine phase, long endNanos) {
    return new PhaseLine(
        phase.name(), phase.attributes(), phase.startNanos(), OptionalLong.of(endNanos));
  }
}
