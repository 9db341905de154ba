package io.spillway.harness.driver;

/**
 * A driver cannot do its work: its program is not there, is of a version that it does not know, or
 * broke the contract. Never a router's failure. The message says what to do about it.
 */
public final class DriverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates one with a message for users. */
  public DriverException(String message) {
    super(message);
  }

  /** Creates one with a message for users. */
  public DriverException(String message, Throwable cause) {
    super(message, cause);
  }
}
