package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The bytes of a connection that are on their way: read too early, or still to be written. Owned by
 * the loop's thread.
 */
final class Transfer {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ArrayDeque<ByteBuffer> pending = new ArrayDeque<>(1);
  private Wire wire;
  private ByteBuffer ahead = NOTHING;
  private long queuedBytes;

  Transfer(Wire wire) {
    this.wire = wire;
  }

  void wire(Wire next) {
    wire = next;
  }

  int read(ByteBuffer target) throws IOException {
    if (!ahead.hasRemaining()) {
      return wire.read(target);
    }
    int count = Math.min(ahead.remaining(), target.remaining());
    target.put(ahead.slice().limit(count));
    ahead.position(ahead.position() + count);
    if (!ahead.hasRemaining()) {
      ahead = NOTHING;
    }
    return count;
  }

  void unread(ByteBuffer bytes) {
    int begin = ahead.position() - bytes.remaining();
    if (begin >= 0) {
      // Most often they come from here: to copy all that is ahead for each frame would be
      // quadratic.
      ahead.position(begin).put(bytes).position(begin);
    } else {
      ByteBuffer all = ByteBuffer.allocate(bytes.remaining() + ahead.remaining());
      ahead = all.put(bytes).put(ahead).flip();
    }
  }

  Optional<String> peerSubject() {
    return wire.peerSubject();
  }

  /** {@return whether there may be something to read of which no selector tells} */
  boolean holdsInput() {
    return ahead.hasRemaining() || wire.holdsInput();
  }

  void write(ByteBuffer source) throws IOException {
    assert !holdsOutput();
    wire.write(source);
  }

  void add(ByteBuffer message) {
    if (!pending.isEmpty()) {
      queuedBytes += message.remaining();
    }
    pending.addLast(message);
  }

  /** Writes what waits, as far as possible. */
  void flush() throws IOException {
    if (wire.holdsOutput()) {
      wire.write(NOTHING.duplicate());
    }
    while (!pending.isEmpty() && !wire.holdsOutput()) {
      wire.write(pending.getFirst());
      if (pending.getFirst().hasRemaining()) {
        return;
      }
      pending.removeFirst();
      if (!pending.isEmpty()) {
        queuedBytes -= pending.getFirst().remaining();
      }
    }
  }

  /** {@return whether something waits to be written} */
  boolean holdsOutput() {
    return !pending.isEmpty() || wire.holdsOutput();
  }

  /** {@return how many bytes of messages wait behind the one that is being written} */
  long queuedBytes() {
    return queuedBytes;
  }

  /** Lets go of everything; from now on reads and writes fail. */
  void close() {
    pending.clear();
    queuedBytes = 0;
    ahead = NOTHING;
    wire.close();
    wire = CLOSED;
  }

  /** The socket itself stays open until the loop closes it. */
  private static final Wire CLOSED =
      new Wire() {
        @Override
        public int read(ByteBuffer target) throws IOException {
          throw new ClosedChannelException();
        }

        @Override
        public boolean holdsInput() {
          return false;
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
          throw new ClosedChannelException();
        }

        @Override
        public boolean holdsOutput() {
          return false;
        }

        @Override
        public void close() {}
      };
}
