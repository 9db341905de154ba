package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection of a workload: writes the banner, then every byte that comes in. Reads only while
 * it owes nothing, so that a client that does not read is not read from either. Belongs to the
 * server's loop.
 */
final class EchoConnection {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Workload workload;
  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer owed;
  private boolean clientDone;

  EchoConnection(Workload workload, SocketChannel channel, SelectionKey key, byte[] banner) {
    this.workload = workload;
    this.channel = channel;
    this.key = key;
    this.owed = ByteBuffer.wrap(banner);
  }

  Workload workload() {
    return workload;
  }

  /**
   * Does what can be done without waiting.
   *
   * @param shared the loop's buffer, empty again when this returns
   * @return whether the connection goes on; if not, the caller closes it
   * @throws IOException if the client reset the connection
   */
  boolean turn(ByteBuffer shared) throws IOException {
    channel.write(owed);
    if (!owed.hasRemaining() && key.isValid() && key.isReadable()) {
      echo(shared);
    }
    if (owed.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      return true;
    }
    if (clientDone) {
      channel.shutdownOutput();
      return false;
    }
    owed = NOTHING;
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  private void echo(ByteBuffer shared) throws IOException {
    shared.clear();
    clientDone = channel.read(shared) < 0;
    shared.flip();
    channel.write(shared);
    if (shared.hasRemaining()) {
      owed = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
    }
  }

  /** Closes the socket. */
  void close() throws IOException {
    channel.close();
  }
}
