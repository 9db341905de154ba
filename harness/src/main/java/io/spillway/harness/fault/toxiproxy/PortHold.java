package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.probe.workload.BoundSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the port of a disabled proxy, by a {@link BoundSocket}: clients are refused, and nobody
 * else is given the port.
 *
 * <p>That the port can be held also shows that its listener is gone: a closed NIO channel goes on
 * listening until its selector has looked at it once more, which is after its close has returned.
 *
 * <p>The original does not do this: its port can be taken while a link is cut.
 */
final class PortHold implements AutoCloseable {

  /** How long a selector may take, on a machine that is busy; after that no hold is possible. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

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
    try {
      return Optional.of(new PortHold(BoundSocket.open(address, PATIENCE)));
    } catch (IOException notToBeHad) {
      return Optional.empty();
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
