package io.spillway.harness.doctor;

import io.spillway.harness.probe.workload.Banner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client, with one connection that lasts until it is closed. For one thread. */
final class Client implements AutoCloseable {

  private static final int LIMIT_MILLIS = 3_000;

  /** How long it waits for each thing, in words. */
  static final String LIMIT = LIMIT_MILLIS / 1_000 + " s";

  private static final byte[] LINE = "hello\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket = new Socket();
  private Optional<BufferedReader> reader = Optional.empty();

  Client() {}

  /**
   * Connects, and waits for a line.
   *
   * @return who served it, as {@code site/workload}, or what became of it in brackets
   */
  String ask(InetSocketAddress listener) {
    return converse(listener, false);
  }

  /** Does what {@link #ask} does, but says a line and ends its side before it waits. */
  String askAndEnd(InetSocketAddress listener) {
    return converse(listener, true);
  }

  private String converse(InetSocketAddress listener, boolean ending) {
    try {
      socket.connect(listener, LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      if (ending) {
        socket.getOutputStream().write(LINE);
        socket.shutdownOutput();
      }
      return Optional.ofNullable(open().readLine())
          .map(Client::answer)
          .orElse("(closed without a byte)");
    } catch (SocketTimeoutException e) {
      return "(no answer within " + LIMIT + ")";
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  private BufferedReader open() throws IOException {
    BufferedReader opened =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    reader = Optional.of(opened);
    return opened;
  }

  private static String answer(String line) {
    return Banner.parse(line)
        .map(banner -> banner.site() + "/" + banner.workload())
        .orElse("(answered by somebody else: " + line + ")");
  }

  /** Says a line; whether the connection takes it is seen later. */
  void say() {
    try {
      socket.getOutputStream().write(LINE);
    } catch (IOException e) {
      // It has ended, which is what its client waits for.
    }
  }

  /** {@return whether the connection ends, in order or by a reset; for one who was answered} */
  boolean seesTheEnd() {
    try {
      while (reader.orElseThrow().readLine() != null) {
        // What comes before the end is of no interest.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Ends the connection with a reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("a client's connection cannot be reset", e);
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a client's connection cannot be closed", e);
    }
  }
}
