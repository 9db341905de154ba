package io.spillway.router.bench;

import java.nio.ByteBuffer;

/**
 * What a client sends to the workload. The first byte says what it wants; one port serves all, so
 * that every subject needs a single listener.
 */
final class Protocol {

  /** The workload sends the request back and closes: the connection's life is over. */
  static final byte REPLY = 'R';

  /** The workload sends everything back, until the client closes. */
  static final byte ECHO = 'E';

  /** The workload sends as fast as it can, until the client closes. */
  static final byte SOURCE = 'S';

  /** The length of a REPLY request in bytes. */
  static final int REQUEST_BYTES = 16;

  /** The length of an ECHO message in bytes. */
  static final int MESSAGE_BYTES = 64;

  private static final int NUMBER_AT = 8;

  private Protocol() {}

  /** Fills a buffer with a message that carries a number, ready to be written. */
  static void message(ByteBuffer target, byte kind, int bytes, long number) {
    target.clear();
    target.put(0, kind).putLong(NUMBER_AT, number).limit(bytes);
  }

  /** {@return the number of the message that begins at a position of a buffer} */
  static long number(ByteBuffer buffer, int position) {
    return buffer.getLong(position + NUMBER_AT);
  }
}
