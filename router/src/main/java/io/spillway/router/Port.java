package io.spillway.router;

import io.spillway.router.host.Host;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.relay.Acceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound port. It accepts nothing until it is served, and can be served for another resource later
 * without being closed meanwhile. Bound by any thread; from {@link #serve} on owned by the loop's.
 */
final class Port {

  private static final Logger LOG = LoggerFactory.getLogger(Port.class);

  /** Connections that may wait for the loop; the system's own limit may be lower. */
  private static final int BACKLOG = 4096;

  private final String host;
  private final int wantedPort;
  private final ServerSocketChannel channel;
  private Consumer<SocketChannel> taker = accepted -> {};
  private Optional<Acceptor> acceptor = Optional.empty();

  private Port(String host, int wantedPort, ServerSocketChannel channel) {
    this.host = host;
    this.wantedPort = wantedPort;
    this.channel = channel;
  }

  /**
   * Binds a port.
   *
   * @param what the resource, such as {@code listener 'backend'}
   * @throws RouterStartException if that does not work
   */
  static Port bind(String what, String host, int port) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(host, port), BACKLOG);
        return new Port(host, port, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannot(what, host, port, e.getMessage(), e);
    } catch (UnresolvedAddressException e) {
      throw cannot(what, host, port, "unknown host", e);
    } catch (UnsupportedAddressTypeException e) {
      throw cannot(what, host, port, Host.NO_IPV6, e);
    }
  }

  private static RouterStartException cannot(
      String what, String host, int port, String why, Exception cause) {
    return new RouterStartException(
        what
            + " cannot listen at "
            + host
            + ":"
            + port
            + ": "
            + why
            + ". Stop what listens there, or change host or port of the resource.",
        cause);
  }

  /** {@return whether this port is what a resource with this address asks for} */
  boolean isFor(String wantedHost, int port) {
    return host.equals(wantedHost) && wantedPort == port;
  }

  /** {@return whether any other resource could ask for this very port} */
  boolean isFixed() {
    return wantedPort != 0;
  }

  /** {@return whether it is still bound} */
  boolean isOpen() {
    return channel.isOpen();
  }

  /** {@return where it is bound} */
  InetSocketAddress address() {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new IllegalStateException("not bound any more; the router is closed", e);
    }
  }

  /** Gives what is accepted from now on to a taker. */
  void serve(EventLoop loop, Consumer<SocketChannel> next) {
    taker = next;
    if (acceptor.isEmpty()) {
      acceptor = Optional.of(new Acceptor(loop, channel, accepted -> taker.accept(accepted)));
      acceptor.get().start();
    }
  }

  /** Takes in who has connected already, and closes. */
  void stop() {
    if (channel.isOpen()) {
      acceptor.ifPresent(a -> a.accept(BACKLOG + 1)); // Linux queues one more than it is told
      close();
    }
  }

  /** Closes at once. Idempotent. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close {}: {}", channel, e.toString());
    }
  }
}
