package io.spillway.harness.driver.skupperrouter;

/**
 * The router's management was not reached, or refused something. The message has the reason, in the
 * router's words where it gave one.
 */
final class ManagementException extends Exception {

  private static final long serialVersionUID = 1;

  ManagementException(String message) {
    super(message);
  }

  ManagementException(String message, Throwable cause) {
    super(message, cause);
  }
}
