package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection at a workload's own port, which counts. Nothing happens on it until the service
 * time has passed. Belongs to the loop's thread.
 */
abstract class ServedConnection extends Connection {

  private final WorkloadLoop loop;
  private boolean served;

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
      loop.after(serviceTime.toNanos(), this::serve);
    }
  }

  private void serve() {
    served = true;
    ready();
  }

  @Override
  final boolean turn(SocketChannel channel, SelectionKey key) throws IOException {
    return !served || talk(channel, key);
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
