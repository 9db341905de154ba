package io.spillway.harness.runtime;

/** A runtime, or something in it, did not start. The harness's trouble, never the router's. */
public final class RuntimeStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what did not start, what was seen last, and what to do about it
   */
  public RuntimeStartException(String message) {
    super(message);
  }

  /**
   * Creates one.
   *
   * @param message what did not start, what was seen last, and what to do about it
   * @param cause why
   */
  public RuntimeStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
