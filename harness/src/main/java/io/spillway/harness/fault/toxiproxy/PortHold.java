package io.spillway.harness.fault.toxiproxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the port of a disabled proxy: bound, so that the operating system gives it to nobody as the
 * local port of an outgoing connection, but not listening, so that clients are refused. A listener
 * can be bound beside it, since both set {@code SO_REUSEADDR} and only one listens.
 *
 * <p>That the port can be held also shows that its listener is gone: a closed NIO channel goes on
 * listening until its selector has looked at it once more, which is after its close has returned.
 *
 * <p>The original does not do this: its port can be taken while a link is cut.
 */
final class PortHold implements AutoCloseable {

  /** How long a selector may take, on a machine that is busy; after that no hold is possible. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(1);

  private final SocketChannel socket;

  private PortHold(SocketChannel socket) {
    this.socket = socket;
  }

  /**
   * Takes hold of an address, as soon as nobody listens there any more.
   *
   * @param address where the proxy listened until now
   * @return the hold; none if for two seconds the operating system did not allow it
   */
  static Optional<PortHold> on(InetSocketAddress address) {
    long startNanos = System.nanoTime();
    do {
      try {
        return Optional.of(new PortHold(bound(address)));
      } catch (IOException stillListening) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    } while (System.nanoTime() - startNanos < PATIENCE.toNanos());
    return Optional.empty();
  }

  private static SocketChannel bound(InetSocketAddress address) throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(address);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new ApiException(500, "close: " + e.getMessage());
    }
  }
}
