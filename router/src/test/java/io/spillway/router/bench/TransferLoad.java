package io.spillway.router.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Streams from the workload that are read as fast as they come. Counts bytes. */
final class TransferLoad extends LoadThread implements Counting {

  private static final int CHUNK_BYTES = 256 * 1024;

  private final InetSocketAddress address;
  private final int streams;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private volatile long received;

  TransferLoad(InetSocketAddress address, int streams) throws IOException {
    super("streams that are read");
    this.address = address;
    this.streams = streams;
    start();
  }

  @Override
  public long count() {
    check();
    return received;
  }

  @Override
  void begin() throws IOException {
    for (int i = 0; i < streams; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.write(ByteBuffer.wrap(new byte[] {Protocol.SOURCE}));
      channel.configureBlocking(false);
      channel.register(selector(), SelectionKey.OP_READ);
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void ready(SelectionKey key) throws IOException {
    int count = ((SocketChannel) key.channel()).read(buffer.clear());
    if (count < 0) {
      throw new EOFException("a stream ended that has no end");
    }
    received += count;
  }
}
