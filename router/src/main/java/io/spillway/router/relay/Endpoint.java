package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One end of a relay: a stream of bytes in each direction, over a connection. */
public interface Endpoint {

  /** What is left free at the beginning of every buffer, for a frame's header. */
  int HEADROOM_BYTES = 5;

  /** {@return the connection under it} */
  Connection connection();

  /**
   * Reads what is there.
   *
   * @param target where to, at its position
   * @return the number of bytes read; 0 if there are none now; -1 if the other side has said that
   *     no more will come
   * @throws IOException if the stream was reset or is broken
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Writes what the other side takes now.
   *
   * @param source what to write. Until all of it is written the same buffer is passed again, with
   *     nothing added. At the first call {@value #HEADROOM_BYTES} bytes before its position are
   *     free.
   * @throws IOException if the connection is broken
   */
  void write(ByteBuffer source) throws IOException;

  /**
   * Says that no more will come in this direction (half-close).
   *
   * @return whether that is on its way; if not, to be called again when the connection is writable
   * @throws IOException if the connection is broken
   */
  boolean finish() throws IOException;

  /** Ends the stream in such a way that the other side sees a reset. */
  void reset();
}
