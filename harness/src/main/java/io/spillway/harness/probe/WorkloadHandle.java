package io.spillway.harness.probe;

import io.spillway.harness.history.Receipt;
import java.util.List;

/** A stand-in workload that runs. Asked past the router under test. Safe for several threads. */
public interface WorkloadHandle {

  /** {@return its site} */
  String site();

  /** {@return its name, as it says in its first line} */
  String name();

  /** {@return connections that are open at it now} */
  long open();

  /** {@return connections that it has accepted so far} */
  long accepted();

  /**
   * {@return what it has received so far on connections that were made while it was {@link
   * WorkloadState#RECEIVING} or {@link WorkloadState#RECEIVING_SLOWLY}, in the order in which they
   * ended}
   */
  List<Receipt> receipts();

  /** {@return how it is now} */
  WorkloadState state();

  /**
   * Changes how it is, and returns when it is so: what it says of itself, what its ports do and
   * what became of its connections.
   *
   * @throws java.io.UncheckedIOException if that does not work, as when it was closed
   * @throws IllegalStateException if its server was closed
   */
  void change(WorkloadState state);

  /**
   * Closes every connection that is open at it now, in order and before its client does, and
   * returns when that is done. It goes on serving.
   *
   * @throws java.io.UncheckedIOException if that does not work
   * @throws IllegalStateException if its server was closed
   */
  void hangUp();
}
