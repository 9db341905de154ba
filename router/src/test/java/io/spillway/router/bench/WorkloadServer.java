package io.spillway.router.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The workload behind every subject: one thread that speaks {@link Protocol}. */
final class WorkloadServer extends LoadThread {

  private static final int BACKLOG = 4096;
  private static final int CHUNK_BYTES = 256 * 1024;

  private final ServerSocketChannel port;
  private final ByteBuffer input = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final ByteBuffer source = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private volatile int open;

  WorkloadServer() throws IOException {
    super("workload");
    port = ServerSocketChannel.open();
    port.bind(Loopback.at(0), BACKLOG);
    port.configureBlocking(false);
    port.register(selector(), SelectionKey.OP_ACCEPT);
    start();
  }

  /** {@return where it listens} */
  int listeningPort() throws IOException {
    return ((InetSocketAddress) port.getLocalAddress()).getPort();
  }

  /** {@return how many connections are open; any thread may ask} */
  int open() {
    return open;
  }

  @Override
  void ready(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Served served = (Served) key.attachment();
    try {
      served.ready(key);
    } catch (IOException e) {
      served.end(key); // the client is gone, which is its way to say that it has enough
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void accept() throws IOException {
    for (SocketChannel channel = port.accept(); channel != null; channel = port.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector(), SelectionKey.OP_READ, new Served(channel));
      open++;
    }
  }

  /** One connection. */
  private final class Served {

    private final SocketChannel channel;
    private byte kind;
    private int repliedBytes;
    private ByteBuffer waiting = ByteBuffer.allocate(0);

    Served(SocketChannel channel) {
      this.channel = channel;
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isWritable()) {
        write(key);
      } else {
        read(key);
      }
    }

    private void read(SelectionKey key) throws IOException {
      input.clear();
      int count = channel.read(input);
      if (count < 0) {
        end(key);
        return;
      }
      if (kind == 0 && count > 0) {
        kind = input.get(0);
      }
      if (kind == Protocol.SOURCE) {
        key.interestOps(SelectionKey.OP_WRITE);
        return;
      }
      channel.write(input.flip());
      if (input.hasRemaining()) {
        waiting = ByteBuffer.allocate(input.remaining()).put(input).flip();
        key.interestOps(SelectionKey.OP_WRITE);
      }
      repliedBytes += count;
      if (kind == Protocol.REPLY && repliedBytes == Protocol.REQUEST_BYTES) {
        end(key);
      }
    }

    private void write(SelectionKey key) throws IOException {
      if (kind == Protocol.SOURCE) {
        channel.write(source.clear());
        return;
      }
      channel.write(waiting);
      if (!waiting.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void end(SelectionKey key) throws IOException {
      if (key.isValid()) {
        open--;
        channel.close();
      }
    }
  }
}
