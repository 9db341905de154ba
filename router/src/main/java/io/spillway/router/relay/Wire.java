package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How the bytes of a connection pass its socket: as they are, or encrypted. Nothing here waits.
 * Owned by the loop's thread.
 */
public interface Wire {

  /**
   * Reads what is there.
   *
   * @param target where to
   * @return the number of bytes, 0 if there are none now, -1 at the end
   * @throws IOException if the connection is broken
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * {@return whether bytes may have left the socket and not been read: no selector tells of them}
   */
  boolean holdsInput();

  /**
   * Writes what the other side takes now.
   *
   * @param source what to write; empty to write only what is held
   * @throws IOException if the connection is broken
   */
  void write(ByteBuffer source) throws IOException;

  /** {@return whether bytes have left a source and not been given to the socket} */
  boolean holdsOutput();

  /**
   * {@return whose certificate the other side has shown, by its subject (RFC 2253); empty if none
   * was asked for}
   */
  default Optional<String> peerSubject() {
    return Optional.empty();
  }

  /** Lets go of what the wire holds, after a last word to the other side where it has one. */
  void close();
}
