package io.spillway.router;

/** A router that could not start; nothing of it is left. */
public final class RouterStartException extends RuntimeException {

  /**
   * Makes the exception.
   *
   * @param message what could not be done, for which resource, and what to do about it
   * @param cause why
   */
  public RouterStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
