package io.spillway.router.link;

import java.io.IOException;

/** Bytes from a peer that the protocol does not allow. The connection is closed. */
final class ProtocolException extends IOException {

  ProtocolException(String message) {
    super(message);
  }
}
