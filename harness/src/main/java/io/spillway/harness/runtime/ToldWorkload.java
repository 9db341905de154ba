package io.spillway.harness.runtime;

import io.spillway.harness.probe.ForwardingWorkload;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.util.function.Consumer;

/** A workload of whose changes somebody is told, after they are made. */
public final class ToldWorkload extends ForwardingWorkload {

  private final Consumer<WorkloadState> onChange;

  /**
   * Wraps a workload.
   *
   * @param workload the workload
   * @param onChange gets how it is now
   */
  public ToldWorkload(WorkloadHandle workload, Consumer<WorkloadState> onChange) {
    super(workload);
    this.onChange = onChange;
  }

  @Override
  public void change(WorkloadState state) {
    super.change(state);
    onChange.accept(state);
  }
}
