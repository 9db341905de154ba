package io.spillway.harness.history;

/** How an {@link Attempt} ended, seen from the client. */
public enum Outcome {
  /** A workload said who it is. */
  SERVED,
  /** The connection was refused before it was open. */
  REFUSED,
  /** The connection was reset before a workload said who it is. */
  RESET,
  /** The connection was closed in order, without a byte. */
  CLOSED_EMPTY,
  /** Nothing was heard within the attempt's time limit. */
  TIMED_OUT,
  /**
   * It cannot be known whether the attempt would have been served: the harness ended it, or had
   * trouble of its own. Never counts for or against a router.
   */
  INDETERMINATE;

  /** {@return whether the client was left without service: neither served nor indeterminate} */
  public boolean failed() {
    return this != SERVED && this != INDETERMINATE;
  }

  /** {@return whether the client was told promptly that there is no service (rules M11, F8, L5)} */
  public boolean told() {
    return this == REFUSED || this == RESET || this == CLOSED_EMPTY;
  }
}
