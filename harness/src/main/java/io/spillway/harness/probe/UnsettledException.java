package io.spillway.harness.probe;

/**
 * Workloads go on counting connections that clients have closed, or that nobody has opened, so that
 * what comes next would not begin from rest. That may be the router's doing, which has not passed
 * the close on, or somebody else's who connects to the workloads.
 */
public final class UnsettledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what was awaited, and for how long
   * @param cause the wait that ended
   */
  public UnsettledException(String message, Throwable cause) {
    super(message, cause);
  }
}
