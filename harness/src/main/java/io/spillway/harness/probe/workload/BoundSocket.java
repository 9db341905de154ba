package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket that is bound to a port and does not listen, so that clients are refused and the
 * operating system gives the port to nobody as the local port of an outgoing connection. A listener
 * can be bound beside it, since both set {@code SO_REUSEADDR} and only one listens.
 */
public final class BoundSocket {

  private static final Duration POLL = Duration.ofMillis(1);

  private BoundSocket() {}

  /**
   * Binds one, as soon as nobody listens there any more.
   *
   * @param patience how long somebody may go on listening
   * @return the socket, which the caller closes
   * @throws IOException if the operating system does not allow it in that time
   */
  public static SocketChannel open(InetSocketAddress address, Duration patience)
      throws IOException {
    long startNanos = System.nanoTime();
    while (true) {
      try {
        return bound(address);
      } catch (BindException stillListening) {
        if (System.nanoTime() - startNanos >= patience.toNanos()) {
          throw stillListening;
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
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
}
