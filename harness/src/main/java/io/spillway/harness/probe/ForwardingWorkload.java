package io.spillway.harness.probe;

import io.spillway.harness.history.Receipt;
import java.util.List;

/** A workload that is another one, but for what a subclass adds. As safe as that one. */
public abstract class ForwardingWorkload implements WorkloadHandle {

  private final WorkloadHandle workload;

  /**
   * Passes everything on.
   *
   * @param workload the other one
   */
  protected ForwardingWorkload(WorkloadHandle workload) {
    this.workload = workload;
  }

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
  }

  @Override
  public void hangUp() {
    workload.hangUp();
  }
}
