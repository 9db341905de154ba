package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.fault.Fault.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A connection through a proxy: a real socket at either end, both in the test's hands. */
final class Conversation implements AutoCloseable {

  /** Longer than any machine takes; a read that lasts so long fails the test. */
  static final int PATIENCE_MILLIS = 30_000;

  private static final int SILENCE_MILLIS = 250;

  private final Socket client;
  private final Socket server;

  private Conversation(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  /** How a stream ended, as its reader sees it. */
  enum End {
    CLOSED,
    RESET
  }

  static ServerSocket listen() throws IOException {
    ServerSocket upstream = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    upstream.setSoTimeout(PATIENCE_MILLIS);
    return upstream;
  }

  static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Opens a connection through the proxy to this upstream. */
  static Conversation open(InetSocketAddress proxy, ServerSocket upstream) throws IOException {
    Socket client = connect(proxy);
    Socket server = upstream.accept();
    server.setSoTimeout(PATIENCE_MILLIS);
    server.setTcpNoDelay(true);
    return new Conversation(client, server);
  }

  /**
   * Opens a connection and uses it in both directions. Only then has the proxy surely begun with
   * it: the upstream accepts before the proxy hears of that, and a toxic that came or went in
   * between would find no connection.
   */
  static Conversation openUsed(InetSocketAddress proxy, ServerSocket upstream) throws IOException {
    Conversation open = open(proxy, upstream);
    for (Direction direction : Direction.values()) {
      long unused = open.timeOfOneByte(direction);
    }
    return open;
  }

  Socket client() {
    return client;
  }

  Socket server() {
    return server;
  }

  Socket sender(Direction direction) {
    return direction == Direction.UPSTREAM ? client : server;
  }

  Socket receiver(Direction direction) {
    return direction == Direction.UPSTREAM ? server : client;
  }

  void send(Direction direction, byte... bytes) throws IOException {
    sender(direction).getOutputStream().write(bytes);
  }

  /** Reads so many bytes, or fails. */
  byte[] receive(Direction direction, int count) throws IOException {
    return receiver(direction).getInputStream().readNBytes(count);
  }

  /** {@return the nanoseconds from the write of a byte to its arrival} */
  long timeOfOneByte(Direction direction) throws IOException {
    long startNanos = System.nanoTime();
    send(direction, (byte) 7);
    if (receiver(direction).getInputStream().read() != 7) {
      throw new AssertionError("the byte did not arrive");
    }
    return System.nanoTime() - startNanos;
  }

  /** {@return whether for a while nothing arrives and the connection stays open} */
  static boolean isSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (SocketException reset) {
      return false;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** {@return how the stream ends; fails if another byte comes first} */
  static End end(Socket socket) throws IOException {
    try {
      int read = socket.getInputStream().read();
      if (read >= 0) {
        throw new AssertionError("a byte came where the end was expected: " + read);
      }
      return End.CLOSED;
    } catch (SocketException reset) {
      return End.RESET;
    }
  }

  /** {@return the same pseudo-random bytes each time} */
  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Sends these bytes while reading them, and returns what arrived. */
  byte[] transfer(Direction direction, byte[] bytes) throws IOException {
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              try {
                send(direction, bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    byte[] received = receive(direction, bytes.length);
    sent.join();
    return received;
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
