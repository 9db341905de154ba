package io.spillway.harness.history.io;

/** A file is not a history that this version reads. */
public final class HistoryFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message file, line number, what is wrong there and what to do about it
   */
  HistoryFormatException(String message) {
    super(message);
  }

  /**
   * Creates one.
   *
   * @param message file, line number, what is wrong there and what to do about it
   * @param cause what the parser said
   */
  HistoryFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
