package io.spillway.harness.run;

/**
 * A case was not judged, for the run had ended early: its scenario was not begun. The message says
 * why, and what to do about it. The other cases may still be judged.
 */
public final class UnplayedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates one with a message for users. */
  UnplayedException(String message) {
    super(message);
  }
}
