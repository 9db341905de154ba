package io.spillway.router.bench;

/** A subject or the benchmark itself failed, so that a figure cannot be given. */
final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
