package io.spillway.harness.probe;

/** A prober cannot go on: closed, interrupted or broken. Never the router's trouble. */
public final class ProbeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what was under way and why it ended
   */
  ProbeException(String message) {
    super(message);
  }

  /**
   * Creates one.
   *
   * @param message what was under way and why it ended
   * @param cause why
   */
  ProbeException(String message, Throwable cause) {
    super(message, cause);
  }
}
