package io.spillway.harness.fault;

/**
 * A fault could not be injected or healed, or what injects faults did not start or end. The
 * harness's trouble, never the router's.
 */
public final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what was tried, on what, and what to do about it
   */
  public FaultException(String message) {
    super(message);
  }

  /**
   * Creates one.
   *
   * @param message what was tried, on what, and what to do about it
   * @param cause what the proxy or runtime said
   */
  public FaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
