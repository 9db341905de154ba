package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One direction of a relay. Owned by the loop's thread.
 *
 * <p>Back-pressure: while bytes wait for the sink, nothing is read from the source.
 */
final class Pump {

  /** Where a direction stands. */
  enum State {
    /** Bytes flow. */
    OPEN,
    /** The source has ended; what was read, or word of the end, still waits for the sink. */
    DRAINING,
    /** The end has been passed on. */
    HALF_CLOSED,
    /** The sink is broken; nothing can be passed on any more. */
    RESET,
    /** The relay is over. */
    CLOSED
  }

  private final Endpoint source;
  private final Endpoint sink;
  private final BufferPool pool;
  private State state = State.OPEN;
  private Optional<ByteBuffer> waiting = Optional.empty();

  Pump(Endpoint source, Endpoint sink, BufferPool pool) {
    this.source = source;
    this.sink = sink;
    this.pool = pool;
  }

  State state() {
    return state;
  }

  /** {@return whether the source should be read} */
  boolean wantsRead() {
    return state == State.OPEN && waiting.isEmpty();
  }

  /** {@return whether the sink should be written} */
  boolean wantsWrite() {
    return waiting.isPresent() || state == State.DRAINING;
  }

  /** {@return whether this direction has ended, well or not} */
  boolean hasEnded() {
    return state != State.OPEN && state != State.DRAINING;
  }

  /**
   * Moves at most one buffer.
   *
   * @throws IOException if the source was reset or is broken
   */
  void turn() throws IOException {
    if (wantsRead()) {
      fill();
    }
    try {
      drain();
    } catch (IOException e) {
      // The sink is gone, but what it sent before it went may still be on its way to the source:
      // only this direction ends, and the relay when the other one has ended too.
      releaseBuffer();
      state = State.RESET;
    }
  }

  private void fill() throws IOException {
    ByteBuffer buffer = pool.acquire().position(Endpoint.HEADROOM_BYTES);
    int count = 0;
    try {
      count = source.read(buffer);
    } finally {
      if (count > 0) {
        waiting = Optional.of(buffer.limit(buffer.position()).position(Endpoint.HEADROOM_BYTES));
      } else {
        pool.release(buffer);
      }
    }
    if (count < 0) {
      state = State.DRAINING;
    }
  }

  private void drain() throws IOException {
    if (waiting.isPresent()) {
      sink.write(waiting.get());
      if (!waiting.get().hasRemaining()) {
        releaseBuffer();
      }
    }
    if (state == State.DRAINING && waiting.isEmpty() && sink.finish()) {
      state = State.HALF_CLOSED;
    }
  }

  /** Lets go of everything. Idempotent. */
  void close() {
    releaseBuffer();
    state = State.CLOSED;
  }

  private void releaseBuffer() {
    waiting.ifPresent(pool::release);
    waiting = Optional.empty();
  }
}
