package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a relay. Owned by the loop's thread.
 *
 * <p>Back-pressure: while bytes wait for the sink, nothing is read from the source. At most {@link
 * BufferPool#SHARED_BYTES} wait.
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

  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

  private final Endpoint source;
  private final Endpoint sink;
  private final BufferPool pool;
  private State state = State.OPEN;
  private Optional<ByteBuffer> waiting = Optional.empty();
  private long bytes;

  Pump(Endpoint source, Endpoint sink, BufferPool pool) {
    this.source = source;
    this.sink = sink;
    this.pool = pool;
  }

  State state() {
    return state;
  }

  /** {@return how many bytes have been read from the source} */
  long bytes() {
    return bytes;
  }

  /** {@return how many of them wait for the sink} */
  int waitingBytes() {
    return waiting.map(ByteBuffer::remaining).orElse(0);
  }

  /** {@return whether the source should be read} */
  boolean wantsRead() {
    return state == State.OPEN
        ? waiting.isEmpty()
        : source.hasEnded() && source.tellsOfResetAfterEnd();
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
   * Writes what waits, and if that is gone, moves what the source has, at most a shared buffer
   * full.
   *
   * @param opposite the pump of the other direction
   * @throws IOException if the source was reset or is broken, or there is no memory for what the
   *     sink does not take; {@link #failed} is to be told, whoever's turn it was
   */
  void turn(Pump opposite) throws IOException {
    if (wantsWrite()) {
      writeWaiting(opposite);
    }
    if (wantsRead()) {
      ByteBuffer shared = pool.shared();
      source.read(shared);
      bytes += shared.remaining();
      if (state == State.OPEN) {
        state = source.hasEnded() ? State.DRAINING : State.OPEN;
        writeNew(shared, opposite);
        keepRest(shared);
      }
    }
  }

  private void writeWaiting(Pump opposite) {
    try {
      if (waiting.isPresent()) {
        sink.write(waiting.get());
        if (!waiting.get().hasRemaining()) {
          releaseBuffer();
        }
      }
      passEndOn(opposite);
    } catch (IOException e) {
      breakOff(e);
    }
  }

  private void writeNew(ByteBuffer shared, Pump opposite) {
    try {
      if (shared.hasRemaining()) {
        sink.write(shared);
      }
      if (!shared.hasRemaining()) {
        passEndOn(opposite);
      }
    } catch (IOException e) {
      breakOff(e);
    }
  }

  /** Not a break of the sink: without memory the whole stream fails, and the source is told. */
  private void keepRest(ByteBuffer shared) throws IOException {
    if (shared.hasRemaining() && state != State.RESET) {
      waiting = Optional.of(pool.keep(shared));
    }
  }

  /** Passes the end on, when nothing is left before it. */
  private void passEndOn(Pump opposite) throws IOException {
    boolean last = opposite.state == State.HALF_CLOSED;
    if (state == State.DRAINING && waiting.isEmpty() && sink.finish(last)) {
      state = State.HALF_CLOSED;
    }
  }

  /**
   * The sink is gone, but what it sent before it went may still be on its way to the source: only
   * this direction ends, and the relay when the other one has ended too.
   */
  private void breakOff(IOException cause) {
    LOG.debug("a direction of a stream breaks off: {}", cause.toString());
    releaseBuffer();
    state = State.RESET;
  }

  /** Has the source's connection fail: it is there that the cause is known, and counted. */
  void failed(IOException cause) {
    source.connection().failed(cause);
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
