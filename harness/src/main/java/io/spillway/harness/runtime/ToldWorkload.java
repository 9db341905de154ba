package io.spillway.harness.runtime;

import io.spillway.harness.history.Receipt;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.util.List;
import java.util.function.Consumer;

/**
 * A workload of whose changes somebody is told, after they are made.
 *
 * @param workload the workload
 * @param onChange gets how it is now
 */
public record ToldWorkload(WorkloadHandle workload, Consumer<WorkloadState> onChange)
    implements WorkloadHandle {

  @Override
  public String site() {
    return workload.site();
  }

  @Override
  public String name() {
    return workload.name();
  }

  @Override
  public long open() {
    return workload.open();
  }

  @Override
  public long accepted() {
    return workload.accepted();
  }

  @Override
  public List<Receipt> receipts() {
    return workload.receipts();
  }

  @Override
  public WorkloadState state() {
    return workload.state();
  }

  @Override
  public void change(WorkloadState state) {
    workload.change(state);
    onChange.accept(state);
  }

  @Override
  public void hangUp() {
    workload.hangUp();
  }
}
