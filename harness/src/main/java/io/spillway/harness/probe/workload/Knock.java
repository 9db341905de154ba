package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What became of a connection that the harness opened for nothing else than to see that: past the
 * routers, at a port that a router connects to. Immutable.
 *
 * @param reception how it was received
 * @param nanos how long after its beginning that was known; for {@link Reception#ANSWERED} the time
 *     to the first byte
 * @param heard the first bytes that came, at most {@value #HEARD_BYTES}, with a full stop for each
 *     that is no visible ASCII character or space; empty if none came
 */
public record Knock(Reception reception, long nanos, String heard) {

  /** So much is kept of an answer. */
  static final int HEARD_BYTES = 64;

  private static final char FIRST_VISIBLE = ' ';
  private static final char LAST_VISIBLE = '~';

  /** {@return whether somebody listens there and took the connection} */
  public boolean isAccepted() {
    return reception != Reception.UNANSWERED && reception != Reception.REFUSED;
  }

  /** How a connection is received. */
  public enum Reception {
    /** It was neither accepted nor refused. */
    UNANSWERED,
    /** It was refused. */
    REFUSED,
    /** It was accepted, and reset before a byte came. */
    RESET,
    /** It was accepted, and closed before a byte came. */
    CLOSED,
    /** It was accepted and stayed open, and nothing came. */
    SILENT,
    /** It was accepted, and something came. */
    ANSWERED
  }

  /**
   * Opens a connection, says something, waits for the first byte or the end, and closes.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   * @param words what is said; nothing if it is empty
   * @param patience how long to wait for the connection, and then for what comes; at least 1 ms
   * @return how it was received
   * @throws UncheckedIOException if this machine cannot open a connection there, as for want of a
   *     socket or of an address: that says nothing about the port
   */
  public static Knock at(String host, int port, byte[] words, Duration patience) {
    long startNanos = System.nanoTime();
    int millis = Math.toIntExact(Math.max(1, patience.toMillis()));
    try (Socket socket = new Socket()) {
      // This makes the socket: what fails after it does not fail for want of one.
      socket.setTcpNoDelay(true);
      Reception connected = connect(socket, new InetSocketAddress(host, port), millis);
      if (connected != Reception.SILENT) {
        return of(connected, startNanos, "");
      }
      socket.setSoTimeout(millis);
      return converse(socket, words, startNanos);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no connection can be opened to " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static Reception connect(Socket socket, InetSocketAddress address, int millis)
      throws IOException {
    try {
      socket.connect(address, millis);
    } catch (SocketTimeoutException e) {
      return Reception.UNANSWERED;
    } catch (ConnectException e) {
      return Reception.REFUSED;
    } catch (BindException | NoRouteToHostException e) {
      throw e; // no port or no address left here
    } catch (SocketException e) {
      return Reception.RESET; // accepted, and reset before this side looked
    }
    // On loopback a socket can be given the very port that nobody listens at, and meet itself.
    boolean itself = socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
    return itself ? Reception.REFUSED : Reception.SILENT;
  }

  private static Knock converse(Socket socket, byte[] words, long startNanos) {
    try {
      socket.getOutputStream().write(words);
      byte[] bytes = new byte[HEARD_BYTES];
      int count = socket.getInputStream().read(bytes);
      return count < 0
          ? of(Reception.CLOSED, startNanos, "")
          : of(Reception.ANSWERED, startNanos, visible(bytes, count));
    } catch (SocketTimeoutException e) {
      return of(Reception.SILENT, startNanos, "");
    } catch (IOException e) {
      return of(Reception.RESET, startNanos, "");
    }
  }

  private static Knock of(Reception reception, long startNanos, String heard) {
    return new Knock(reception, System.nanoTime() - startNanos, heard);
  }

  private static String visible(byte[] bytes, int count) {
    StringBuilder visible = new StringBuilder();
    for (char c : new String(bytes, 0, count, StandardCharsets.ISO_8859_1).toCharArray()) {
      visible.append(c >= FIRST_VISIBLE && c <= LAST_VISIBLE ? c : '.');
    }
    return visible.toString();
  }
}
