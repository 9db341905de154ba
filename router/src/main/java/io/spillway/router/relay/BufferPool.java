package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The direct buffers of one loop. Everything is read into one large buffer that all streams share,
 * and written from it at once. Only what a slow receiver does not take is moved to a buffer of the
 * stream's own, of about the right size: an idle stream costs no memory here, and a slow one its
 * own only. What all slow ones may cost together is a {@link BufferBudget}.
 *
 * <p>Owned by the loop's thread; only {@link #outstanding} may be asked by others.
 */
public final class BufferPool {

  /** The size of the shared buffer in bytes, and the most that waits in one direction. */
  static final int SHARED_BYTES = 256 * 1024;

  /** The size of the smallest buffer in bytes. */
  static final int SMALLEST_BYTES = 4 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(BufferPool.class);
  private static final int KEPT_BYTES = 4 * 1024 * 1024;

  private final ByteBuffer shared = ByteBuffer.allocateDirect(SHARED_BYTES);
  private final List<ArrayDeque<ByteBuffer>> free = new ArrayList<>();
  private final BufferBudget budget;
  private int freeBytes;
  private boolean saidFull;
  private volatile int outstanding;

  /** Makes a pool with its shared buffer, which shares the JVM's direct memory with all others. */
  public BufferPool() {
    this(BufferBudget.OF_JVM);
  }

  /** Makes a pool with its shared buffer and a given budget for the others. */
  BufferPool(BufferBudget budget) {
    this.budget = budget;
    for (int size = SMALLEST_BYTES; size <= SHARED_BYTES; size *= 2) {
      free.add(new ArrayDeque<>());
    }
  }

  /**
   * {@return the shared buffer, empty, with {@link Endpoint#HEADROOM_BYTES} before its position; it
   * is the caller's until anybody asks for it again. The less memory there is for slow receivers,
   * the less of it may be filled.}
   */
  ByteBuffer shared() {
    // At the end as much is left out, so that what is kept of it fits with a headroom of its own.
    int size = budget.readBytes(SMALLEST_BYTES, SHARED_BYTES);
    return shared.limit(size - Endpoint.HEADROOM_BYTES).position(Endpoint.HEADROOM_BYTES);
  }

  /**
   * Moves what is left in the shared buffer to one that can be kept.
   *
   * @param rest the shared buffer
   * @return a buffer to be given back by {@link #release}, with the same bytes and with {@link
   *     Endpoint#HEADROOM_BYTES} before them
   * @throws IOException if there is no memory for it
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  ByteBuffer keep(ByteBuffer rest) throws IOException {
    ByteBuffer buffer = take(sizeClass(Endpoint.HEADROOM_BYTES + rest.remaining()));
    outstanding++;
    return buffer
        .clear()
        .position(Endpoint.HEADROOM_BYTES)
        .put(rest)
        .flip()
        .position(Endpoint.HEADROOM_BYTES);
  }

  private ByteBuffer take(int size) throws IOException {
    int bytes = SMALLEST_BYTES << size;
    if (!budget.take(bytes)) {
      throw full("the buffers for slow receivers hold " + budget);
    }
    ByteBuffer buffer = free.get(size).pollFirst();
    if (buffer != null) {
      freeBytes -= bytes;
      return buffer;
    }
    try {
      return ByteBuffer.allocateDirect(bytes);
    } catch (OutOfMemoryError e) { // of direct memory: the heap is as it was
      budget.give(bytes);
      throw full(e.getMessage());
    }
  }

  private IOException full(String reason) {
    if (!saidFull) {
      saidFull = true; // until there is room for large reads again
      LOG.warn(
          "streams to slow receivers are reset: {}. Give the JVM more memory (-Xmx), or bound the"
              + " connections per listener.",
          reason);
    }
    return new IOException("no buffer for a slow receiver: " + reason);
  }

  /**
   * Takes a buffer back.
   *
   * @param buffer one that {@link #keep} gave, and that nobody uses any more
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void release(ByteBuffer buffer) {
    outstanding--;
    budget.give(buffer.capacity());
    saidFull &= budget.readBytes(SMALLEST_BYTES, SHARED_BYTES) == SMALLEST_BYTES;
    if (freeBytes + buffer.capacity() <= KEPT_BYTES) {
      freeBytes += buffer.capacity();
      free.get(sizeClass(buffer.capacity())).addFirst(buffer);
    }
  }

  /** {@return how many streams' directions hold a buffer; 0 when no bytes wait} */
  public int outstanding() {
    return outstanding;
  }

  /** The smallest power of two that is large enough, as its number from {@link #SMALLEST_BYTES}. */
  private static int sizeClass(int bytes) {
    int units = (bytes - 1) / SMALLEST_BYTES;
    return Integer.SIZE - Integer.numberOfLeadingZeros(units);
  }
}
