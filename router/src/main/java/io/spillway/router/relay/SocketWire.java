package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes as they are. Holds nothing. */
record SocketWire(SocketChannel channel) implements Wire {

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public boolean holdsInput() {
    return false;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public boolean holdsOutput() {
    return false;
  }

  @Override
  public void close() {}
}
