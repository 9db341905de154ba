package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The end of a stream that is a plain TCP connection, of a client or a workload.
 *
 * <p>Linux tells of a reset once: to the read or the write that comes first. After a write it
 * answers a read with an end, as if the peer had said all. Such an end is a break here, since
 * passed on it would have what was cut short look complete.
 */
public final class SocketEndpoint implements Endpoint {

  private final Connection connection;
  private Optional<IOException> broken = Optional.empty();
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
    if (ended && broken.isPresent()) {
      throw new IOException("the connection broke, as a write has seen", broken.get());
    }
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
    try {
      if (connection.flush()) {
        connection.write(source);
      }
    } catch (IOException e) {
      throw noted(e);
    }
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    try {
      if (!connection.flush()) {
        return false;
      }
      if (!last) {
        connection.shutdownOutput();
      }
      return true;
    } catch (IOException e) {
      throw noted(e);
    }
  }

  private IOException noted(IOException cause) {
    if (!BrokenPipe.isSaidBy(cause)) { // or else everything the peer said has come
      broken = Optional.of(cause);
    }
    return cause;
  }

  @Override
  public void reset() {
    connection.reset();
  }
}
