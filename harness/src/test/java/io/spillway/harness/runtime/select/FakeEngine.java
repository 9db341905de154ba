package io.spillway.harness.runtime.select;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A unix socket that gives every client the same answer. */
final class FakeEngine implements AutoCloseable {

  /** What an engine says, shortened. */
  static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK";

  private final Path socket;
  private final ServerSocketChannel listener;
  private final Thread thread;

  FakeEngine(Path socket, String answer) throws IOException {
    this.socket = socket;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    thread = new Thread(() -> serve(answer), "fake-engine");
    thread.start();
  }

  Path socket() {
    return socket;
  }

  private void serve(String answer) {
    try {
      while (true) {
        try (SocketChannel client = listener.accept()) {
          client.read(ByteBuffer.allocate(1_024));
          client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        }
      }
    } catch (ClosedChannelException closed) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
