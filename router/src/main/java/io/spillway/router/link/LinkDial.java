package io.spillway.router.link;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Dial;
import io.spillway.router.tls.TlsContext;
import io.spillway.router.tls.TlsHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Opens a connection of a link: finds the host, connects to the first of its addresses that takes
 * the connection, and shakes hands if the link has TLS. Owned by the loop's thread; tells exactly
 * one of its two listeners, once.
 */
final class LinkDial {

  private final LinkTarget target;
  private final LinkSettings settings;
  private final Consumer<Connection> connected;
  private final Consumer<IOException> failed;

  private LinkDial(
      LinkTarget target,
      LinkSettings settings,
      Consumer<Connection> connected,
      Consumer<IOException> failed) {
    this.target = target;
    this.settings = settings;
    this.connected = connected;
    this.failed = failed;
  }

  /**
   * Dials.
   *
   * @param connected gets the connection, on which nothing of the link's protocol has passed
   * @param failed gets the reason why there is none
   */
  static void open(
      LinkTarget target,
      EventLoop loop,
      Resolver resolver,
      LinkSettings settings,
      Consumer<Connection> connected,
      Consumer<IOException> failed) {
    LinkDial dial = new LinkDial(target, settings, connected, failed);
    target
        .reached()
        .ifPresentOrElse(
            address -> dial.connect(loop, List.of(address)),
            () ->
                resolver.resolve(
                    target.host(),
                    target.port(),
                    loop,
                    addresses -> dial.connect(loop, addresses)));
  }

  private void connect(EventLoop loop, List<InetSocketAddress> addresses) {
    Dial.connect(loop, addresses, settings.handshakeNanos(), this::established, failed);
  }

  private void established(Connection connection) {
    settings.counters().watch(connection);
    if (target.tls().isEmpty()) {
      connected.accept(connection);
    } else {
      secure(connection, target.tls().get());
    }
  }

  private void secure(Connection connection, TlsContext context) {
    Timer timeout =
        connection
            .loop()
            .schedule(
                settings.handshakeNanos(),
                () -> connection.failed(new SocketTimeoutException("no TLS handshake in time")));
    TlsHandshake.client(
        connection,
        context,
        target.host(),
        target.port(),
        () -> {
          timeout.cancel();
          connected.accept(connection);
        },
        cause -> {
          timeout.cancel();
          settings.counters().handshakeFailed();
          failed.accept(cause);
        });
  }
}
