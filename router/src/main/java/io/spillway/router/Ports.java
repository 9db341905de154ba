package io.spillway.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of a router, bound before anything else starts, so that nothing starts by halves. */
final class Ports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  /** Connections that may wait for the loop; the system's own limit may be lower. */
  private static final int BACKLOG = 4096;

  private final Map<String, ServerSocketChannel> channels = new LinkedHashMap<>();

  /**
   * Binds a port.
   *
   * @param what the resource, such as {@code listener 'backend'}
   * @throws RouterStartException if that does not work; what was bound before is still bound
   */
  void bind(String what, String host, int port) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channels.put(what, channel);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw cannot(what, host, port, e.getMessage(), e);
    } catch (UnresolvedAddressException e) {
      throw cannot(what, host, port, "unknown host", e);
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

  ServerSocketChannel channel(String what) {
    return channels.get(what);
  }

  /** {@return where a resource is bound} */
  InetSocketAddress address(String what) {
    try {
      return (InetSocketAddress) channels.get(what).getLocalAddress();
    } catch (IOException e) {
      throw new IllegalStateException(what + " is not bound any more; the router is closed", e);
    }
  }

  @Override
  public void close() {
    for (ServerSocketChannel channel : channels.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("close {}: {}", channel, e.toString());
      }
    }
  }
}
