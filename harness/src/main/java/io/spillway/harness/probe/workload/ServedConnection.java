package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection at a workload's own port, which counts. Nothing happens on it until the service
 * time has passed, but that a client leaves who has not said a word: a router that looks whether
 * somebody takes connections here is not a client who waits. Belongs to the loop's thread.
 */
abstract class ServedConnection extends Connection {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final WorkloadLoop loop;
  private boolean served;

  /** What a client said before the service time had passed: its first byte, the rest waits. */
  private ByteBuffer early = NOTHING;

  /**
   * Registers the channel; nothing happens before {@link #serve}.
   *
   * @throws IOException if the client has reset it already
   */
  ServedConnection(Workload workload, WorkloadLoop loop, SocketChannel channel) throws IOException {
    super(workload, loop, channel);
    this.loop = loop;
  }

  /** Begins after that long. */
  final void serve(Duration serviceTime) {
    if (serviceTime.isZero()) {
      serve();
    } else {
      ready();
      loop.after(serviceTime.toNanos(), this::serve);
    }
  }

  private void serve() {
    served = true;
    ready();
  }

  @Override
  final boolean turn(SocketChannel channel, SelectionKey key) throws IOException {
    return served ? talk(channel, key) : stays(channel, key);
  }

  /** Whether the client is still there, as far as can be told from its first byte. */
  private boolean stays(SocketChannel channel, SelectionKey key) throws IOException {
    boolean left = false;
    if (!early.hasRemaining()) {
      ByteBuffer first = ByteBuffer.allocate(1);
      left = channel.read(first) < 0;
      early = first.flip();
    }
    key.interestOps(early.hasRemaining() ? 0 : SelectionKey.OP_READ);
    return !left;
  }

  /** {@return whether there may be something to {@link #read}} */
  final boolean isReadable(SelectionKey key) {
    return early.hasRemaining() || key.isReadable();
  }

  /**
   * Reads what the client has said.
   *
   * @return the number of bytes, or less than 0 at the end
   */
  final int read(SocketChannel channel, ByteBuffer into) throws IOException {
    if (!early.hasRemaining()) {
      return channel.read(into);
    }
    into.put(early);
    return 1 + Math.max(0, channel.read(into));
  }

  /** As {@link #turn}, once the service time has passed. */
  abstract boolean talk(SocketChannel channel, SelectionKey key) throws IOException;

  /** {@return the loop's buffer, empty; to be left empty} */
  final ByteBuffer shared() {
    return loop.shared();
  }

  /**
   * Leaves behind what is to be kept of it, just before it no longer counts as open. Where there is
   * nothing this needs no other class: without descriptors none could be loaded from a folder.
   */
  void ended() {}
}
