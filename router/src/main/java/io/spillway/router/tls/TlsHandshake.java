package io.spillway.router.tls;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A TLS handshake under way. Owned by the loop's thread; tells exactly one of its two listeners,
 * once. What takes long (signatures, the check of certificates) is computed by another thread: a
 * loop that did it would be late with its heartbeats when many connections come at once. It sets
 * itself no time limit: who began it fails the connection when it takes too long.
 */
public final class TlsHandshake implements ChannelHandler {

  private final Connection connection;
  private final TlsContext context;
  private final Runnable done;
  private final Consumer<IOException> failed;
  private TlsWire wire;

  private TlsHandshake(
      Connection connection, TlsContext context, Runnable done, Consumer<IOException> failed) {
    this.connection = connection;
    this.context = context;
    this.done = done;
    this.failed = failed;
  }

  /**
   * Shakes hands as the side that has dialled.
   *
   * @param connection a connection on which nothing has passed
   * @param context with which credentials
   * @param host the host that was dialled, which the other side's certificate has to name
   * @param port its port
   * @param done told when what passes the connection is encrypted; the handshake is still its
   *     handler
   * @param failed told why there is no TLS; the connection is closed then
   */
  public static void client(
      Connection connection,
      TlsContext context,
      String host,
      int port,
      Runnable done,
      Consumer<IOException> failed) {
    new TlsHandshake(connection, context, done, failed)
        .begin(socket -> TlsWire.client(context, host, port, socket));
  }

  /**
   * Shakes hands as the side that has accepted.
   *
   * @param connection a connection on which nothing has passed
   * @param context with which credentials
   * @param done told when what passes the connection is encrypted; the handshake is still its
   *     handler
   * @param failed told why there is no TLS; the connection is closed then
   */
  public static void server(
      Connection connection, TlsContext context, Runnable done, Consumer<IOException> failed) {
    new TlsHandshake(connection, context, done, failed)
        .begin(socket -> TlsWire.server(context, socket));
  }

  private void begin(Function<SocketChannel, TlsWire> maker) {
    Function<SocketChannel, Wire> remember = socket -> wire = maker.apply(socket);
    connection.wire(remember);
    connection.handle(this, 0);
    goOn();
  }

  private void goOn() {
    try {
      if (!connection.isClosed()) {
        ready(0);
      }
    } catch (IOException e) {
      connection.failed(e);
    }
  }

  @Override
  public void ready(int readyOps) throws IOException {
    int waitsFor = wire.handshake();
    connection.interest(waitsFor);
    if (wire.task().isPresent()) {
      context.compute(wire.task().get(), () -> connection.loop().submit(this::goOn));
    } else if (waitsFor == 0) {
      done.run();
    }
  }

  @Override
  public void failed(IOException cause) {
    failed.accept(cause);
  }
}
