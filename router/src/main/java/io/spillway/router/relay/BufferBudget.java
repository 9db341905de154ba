package io.spillway.router.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much direct memory may hold bytes that wait for slow receivers, over all pools that share it.
 * Safe for use by several threads.
 *
 * <p>The fuller it is, the less is read at once, so that many slow receivers make a router slower
 * and do not end it: the first half is for reads of any size, each a small part of what is left of
 * it; the second half for the smallest buffers only. At the bound a stream that needs one more is
 * reset. That hits only who writes to a receiver that does not keep up; not to read at all would
 * stop everybody.
 */
final class BufferBudget {

  /**
   * The budget of this JVM, whose direct memory all its routers share: half of it. The other half
   * is for the buffers of the loops themselves and for those that the JVM makes for sockets.
   */
  static final BufferBudget OF_JVM = new BufferBudget(maxDirectBytes() / 2);

  /** A read may take this part of what is left for large ones. */
  private static final int READS_LEFT = 64;

  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  /**
   * Makes a budget.
   *
   * @param limitBytes how much may be taken in all
   */
  BufferBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** What the JVM allows itself when no flag says otherwise: as much as the heap may have. */
  private static long maxDirectBytes() {
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * {@return how large a buffer a read should fill at most now}
   *
   * @param smallest the least answer, a power of two
   * @param largest the greatest answer, a power of two
   */
  int readBytes(int smallest, int largest) {
    long part = (limitBytes / 2 - usedBytes.get()) / READS_LEFT;
    return (int) Long.highestOneBit(Math.min(Math.max(part, smallest), largest));
  }

  /**
   * Takes memory, if there is so much.
   *
   * @param bytes how much
   * @return whether it is taken, and has to be given back
   */
  boolean take(int bytes) {
    if (usedBytes.addAndGet(bytes) <= limitBytes) {
      return true;
    }
    give(bytes);
    return false;
  }

  /**
   * Gives memory back.
   *
   * @param bytes how much
   */
  void give(int bytes) {
    usedBytes.addAndGet(-bytes);
  }

  @Override
  public String toString() {
    return usedBytes + " of " + limitBytes + " bytes";
  }
}
