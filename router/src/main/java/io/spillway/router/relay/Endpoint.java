package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One end of a relay: a stream of bytes in each direction, over a connection. */
public interface Endpoint {

  /** What is left free before the bytes in every buffer, for a frame's header. */
  int HEADROOM_BYTES = 5;

  /** {@return the connection under it} */
  Connection connection();

  /**
   * Reads what is there.
   *
   * @param target where to, at its position; afterwards the bytes of the stream, which may be none,
   *     are between its position, which may have moved forward, and its limit
   * @throws IOException if the stream was reset or is broken
   */
  void read(ByteBuffer target) throws IOException;

  /** {@return whether everything that will ever come has been read} */
  boolean hasEnded();

  /**
   * {@return whether {@link #read} can tell of a reset after the end} A plain socket cannot, nor
   * can the connection of a link once it has ended too: it stays readable for ever, so that a
   * selector has no news of it. There a reset that follows a half-close is seen by the next write,
   * or by {@link PeerWatch}.
   */
  boolean tellsOfResetAfterEnd();

  /**
   * Writes what the other side takes now.
   *
   * @param source what to write. Until all of it is written the same bytes are passed again, with
   *     nothing added. At the first call {@value #HEADROOM_BYTES} bytes before its position are
   *     free.
   * @throws IOException if the connection is broken
   */
  void write(ByteBuffer source) throws IOException;

  /**
   * Says that no more will come in this direction (half-close).
   *
   * @param last whether the other direction has ended before, so that the connection is closed as
   *     soon as this is on its way: for a plain socket the close itself says enough
   * @return whether that is on its way; if not, to be called again when the connection is writable
   * @throws IOException if the connection is broken
   */
  boolean finish(boolean last) throws IOException;

  /** Ends the stream in such a way that the other side sees a reset. */
  void reset();
}
