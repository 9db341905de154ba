package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The end of a stream that is a plain TCP connection, of a client or a workload. */
public final class SocketEndpoint implements Endpoint {

  private final Connection connection;

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
  public int read(ByteBuffer target) throws IOException {
    return connection.read(target);
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    if (connection.flush()) {
      connection.write(source);
    }
  }

  @Override
  public boolean finish() throws IOException {
    if (!connection.flush()) {
      return false;
    }
    connection.shutdownOutput();
    return true;
  }

  @Override
  public void reset() {
    connection.reset();
  }
}
