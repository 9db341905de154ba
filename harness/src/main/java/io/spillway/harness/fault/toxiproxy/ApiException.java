package io.spillway.harness.fault.toxiproxy;

/** A request that the embedded server refuses, with the status and words of the original. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates one.
   *
   * @param status the HTTP status
   * @param message the words
   */
  ApiException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static ApiException badBody(String why) {
    return new ApiException(400, "bad request body: " + why);
  }

  static ApiException missingField(String which) {
    return new ApiException(400, "missing required field: " + which);
  }

  static ApiException proxyNotFound() {
    return new ApiException(404, "proxy not found");
  }

  static ApiException toxicNotFound() {
    return new ApiException(404, "toxic not found");
  }

  /** {@return the HTTP status} */
  int status() {
    return status;
  }
}
