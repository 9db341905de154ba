package io.spillway.router.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers of one loop. A stream holds one only while bytes wait for a slow receiver, so that
 * idle streams cost no memory here.
 *
 * <p>Owned by the loop's thread; only {@link #outstanding} may be asked by others.
 */
public final class BufferPool {

  /** The size of each buffer in bytes. */
  public static final int BUFFER_BYTES = 32 * 1024;

  private static final int KEPT = 64;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private volatile int outstanding;

  /** {@return a cleared buffer of {@value #BUFFER_BYTES} bytes, to be given back by release} */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  ByteBuffer acquire() {
    outstanding++;
    ByteBuffer buffer = free.pollFirst();
    return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer.clear();
  }

  /**
   * Takes a buffer back.
   *
   * @param buffer one that {@link #acquire} gave, and that nobody uses any more
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void release(ByteBuffer buffer) {
    outstanding--;
    if (free.size() < KEPT) {
      free.addFirst(buffer);
    }
  }

  /** {@return how many buffers are in use; 0 when no bytes are on their way} */
  public int outstanding() {
    return outstanding;
  }
}
