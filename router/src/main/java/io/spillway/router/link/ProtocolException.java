package io.spillway.router.link;

import java.io.IOException;
import java.util.Locale;

/** Bytes from a peer that the protocol does not allow. The connection is closed. */
final class ProtocolException extends IOException {

  private final String kind;

  /**
   * Makes the exception.
   *
   * @param format what is wrong, the same for all failures of a kind
   * @param values what it was this time
   */
  ProtocolException(String format, Object... values) {
    super(String.format(Locale.ROOT, format, values));
    this.kind = format;
  }

  /** {@return what is wrong, without the values, which are the peer's to choose} */
  String kind() {
    return kind;
  }
}
