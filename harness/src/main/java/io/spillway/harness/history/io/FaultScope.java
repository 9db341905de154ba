package io.spillway.harness.history.io;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.io.HistoryFormat.FaultLine;
import java.util.OptionalLong;

/**
 * A fault that was injected; records its later stages as they are reached. Of each stage the first
 * call counts and later ones do nothing, so that whoever cleans up may say {@link #healed()} again;
 * a stage reached after the recorder was closed is not recorded. Safe for use by several threads.
 */
public final class FaultScope {

  private final HistoryRecorder recorder;
  private final int id;
  private FaultEvent event;

  FaultScope(HistoryRecorder recorder, FaultLine fault) {
    this.recorder = recorder;
    this.id = fault.id();
    this.event = fault.event();
  }

  /** {@return the fault as it is known now} */
  public synchronized FaultEvent event() {
    return event;
  }

  /** An independent probe, past the router under test, has seen that the fault took effect. */
  public void observed() {
    observed(recorder.nowNanos());
  }

  /**
   * An independent probe, past the router under test, has shown that the fault had taken effect by
   * then.
   *
   * @param nanos when, since the start of the run; not before the injection
   */
  public synchronized void observed(long nanos) {
    if (event.observedNanos().isEmpty()) {
      reach(OptionalLong.of(nanos), event.healedNanos(), event.recoveredNanos());
    }
  }

  /** The call that undoes the fault has returned. */
  public synchronized void healed() {
    if (event.healedNanos().isEmpty()) {
      reach(event.observedNanos(), now(), event.recoveredNanos());
    }
  }

  /** An independent probe has seen that what the fault had hit answers again. */
  public synchronized void recovered() {
    if (event.recoveredNanos().isEmpty()) {
      reach(event.observedNanos(), event.healedNanos(), now());
    }
  }

  private OptionalLong now() {
    return OptionalLong.of(recorder.nowNanos());
  }

  private void reach(OptionalLong observed, OptionalLong healed, OptionalLong recovered) {
    event =
        new FaultEvent(
            event.phase(),
            event.kind(),
            event.target(),
            event.description(),
            event.injectedNanos(),
            observed,
            healed,
            recovered);
    recorder.record(new FaultLine(id, event));
  }
}
