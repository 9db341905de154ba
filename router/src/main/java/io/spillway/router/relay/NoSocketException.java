package io.spillway.router.relay;

import java.io.IOException;

/**
 * This process has no descriptor, or no port of its own, for one more connection. It says nothing
 * of the other side, which was not asked.
 */
public final class NoSocketException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param cause what the system said
   */
  public NoSocketException(IOException cause) {
    super("no socket: " + cause.getMessage(), cause);
  }
}
