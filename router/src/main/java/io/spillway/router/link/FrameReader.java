package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads whole frames from a connection, and never a byte more than the frame. */
final class FrameReader {

  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
  private Optional<Frame.Header> current = Optional.empty();
  private ByteBuffer body = ByteBuffer.allocate(0);

  /**
   * Reads on.
   *
   * @return the frame, or nothing if the rest of it has not come yet
   * @throws EOFException if the connection ended
   * @throws ProtocolException if the bytes are no frame
   * @throws IOException if the connection is broken
   */
  Optional<Frame> read(Connection connection) throws IOException {
    if (current.isEmpty()) {
      if (!fill(connection, header)) {
        return Optional.empty();
      }
      current = Optional.of(Frame.Header.read(header.flip()));
      header.clear();
      body = ByteBuffer.allocate(current.get().bodyBytes());
    }
    if (!fill(connection, body)) {
      return Optional.empty();
    }
    Frame frame = new Frame(current.get().type(), body.flip());
    current = Optional.empty();
    return Optional.of(frame);
  }

  private static boolean fill(Connection connection, ByteBuffer target) throws IOException {
    if (target.hasRemaining() && connection.read(target) < 0) {
      throw new EOFException("the other side closed the connection");
    }
    return !target.hasRemaining();
  }
}
