package io.spillway.router.stream;

import java.net.ConnectException;

/** A connector that is not there, or not offered: no connect was tried. */
final class NotTriedException extends ConnectException {

  private static final long serialVersionUID = 1L;

  private final Refusal why;

  NotTriedException(Refusal why, String message) {
    super(message);
    this.why = why;
  }

  /** {@return why it was not tried} */
  Refusal why() {
    return why;
  }
}
