package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A socket's end that takes what the test lets it take, and says whether a write has failed. */
public final class HeldEndpoint implements Endpoint {

  private final SocketEndpoint socket;
  private int capacity = Integer.MAX_VALUE;
  private boolean writeHasFailed;

  public HeldEndpoint(Connection connection) {
    this.socket = new SocketEndpoint(connection);
  }

  /** Takes so many bytes more, and then nothing. */
  public HeldEndpoint takes(int bytes) {
    capacity = bytes;
    return this;
  }

  public boolean writeHasFailed() {
    return writeHasFailed;
  }

  @Override
  public Connection connection() {
    return socket.connection();
  }

  @Override
  public void read(ByteBuffer target) throws IOException {
    socket.read(target);
  }

  @Override
  public boolean hasEnded() {
    return socket.hasEnded();
  }

  @Override
  public boolean tellsOfResetAfterEnd() {
    return socket.tellsOfResetAfterEnd();
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    int end = source.limit();
    int begin = source.position();
    source.limit(begin + Math.min(capacity, source.remaining()));
    try {
      socket.write(source);
    } catch (IOException e) {
      writeHasFailed = true;
      throw e;
    } finally {
      capacity -= source.position() - begin;
      source.limit(end);
    }
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    return socket.finish(last);
  }

  @Override
  public void reset() {
    socket.reset();
  }
}
