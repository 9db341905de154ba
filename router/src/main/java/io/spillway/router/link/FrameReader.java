package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads whole frames from a connection. What it has read beyond a frame it gives back to the
 * connection, whose next reader need not be the same.
 */
final class FrameReader {

  private static final int FIRST_BYTES = 512;

  private final int maxBodyBytes;
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

  /**
   * Makes a reader.
   *
   * @param maxBodyBytes the longest body that it takes
   */
  FrameReader(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Reads on.
   *
   * @return the frame, or nothing if the rest of it has not come yet
   * @throws EOFException if the connection ended
   * @throws ProtocolException if the bytes are no frame, or one that is too long
   * @throws IOException if the connection is broken
   */
  Optional<Frame> read(Connection connection) throws IOException {
    int missing = missing();
    while (missing > 0) {
      bytes = room(bytes, missing);
      int count = connection.read(bytes);
      if (count < 0) {
        throw ended();
      }
      if (count == 0) {
        return Optional.empty();
      }
      missing = missing();
    }
    return Optional.of(take(connection));
  }

  /** {@return how many bytes of a frame have come whose rest has not} */
  int bytes() {
    return bytes.position();
  }

  private IOException ended() {
    return bytes.position() == 0
        ? new EOFException("the other side closed the connection")
        : new ProtocolException("a frame that ends after %d bytes", bytes.position());
  }

  /** How many bytes the frame needs at least, beyond those that are there. */
  private int missing() throws ProtocolException {
    if (bytes.position() < Frame.HEADER_BYTES) {
      return Frame.HEADER_BYTES - bytes.position();
    }
    Frame.Header header = header();
    return Math.max(0, Frame.HEADER_BYTES + header.bodyBytes() - bytes.position());
  }

  private Frame.Header header() throws ProtocolException {
    Frame.Header header = Frame.Header.read(bytes.duplicate().flip());
    header.requireAtMost(maxBodyBytes);
    return header;
  }

  private Frame take(Connection connection) throws ProtocolException {
    Frame.Header header = header();
    bytes.flip();
    ByteBuffer body = bytes.slice(Frame.HEADER_BYTES, header.bodyBytes());
    connection.unread(bytes.position(Frame.HEADER_BYTES + header.bodyBytes()));
    bytes = ByteBuffer.allocate(FIRST_BYTES); // the frame keeps the old one
    return new Frame(header.type(), body);
  }

  private static ByteBuffer room(ByteBuffer bytes, int missing) {
    // Doubled, and not what the header says: so much is given only to a peer that has sent half.
    return bytes.remaining() >= missing || bytes.hasRemaining()
        ? bytes
        : ByteBuffer.allocate(2 * bytes.capacity()).put(bytes.flip());
  }
}
