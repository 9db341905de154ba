package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The end of a stream that is a plain TCP connection, of a client or a workload. */
public final class SocketEndpoint implements Endpoint {

  private final Connection connection;
  private boolean ended;

  /**
   * Makes the endpoint.
   *
   * @param connection the connection
   */
  public SocketEndpoint(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void read(ByteBuffer target) throws IOException {
    int begin = target.position();
    ended = connection.read(target) < 0;
    target.flip().position(begin);
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public boolean tellsOfResetAfterEnd() {
    return false;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    if (connection.flush()) {
      connection.write(source);
    }
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    if (!connection.flush()) {
      return false;
    }
    if (!last) {
      connection.shutdownOutput();
    }
    return true;
  }

  @Override
  public void reset() {
    connection.reset();
  }
}
