package io.spillway.router.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A workload that sends back what comes, and reads nothing more from a client that does not read.
 * Listens at several loopback addresses. A console program that answers questions, as {@link
 * SoakRouter} does.
 */
public final class EchoServer {

  private static final int BACKLOG = 4096;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final Selector selector;
  private volatile int open;

  private EchoServer(Selector selector) {
    this.selector = selector;
  }

  /**
   * Runs the workload.
   *
   * @param arguments the addresses to listen at
   */
  public static void main(String[] arguments) throws IOException {
    EchoServer server = new EchoServer(Selector.open());
    List<String> addresses = new ArrayList<>();
    for (String address : arguments) {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0), BACKLOG);
      channel.configureBlocking(false);
      channel.register(server.selector, SelectionKey.OP_ACCEPT);
      addresses.add(address + ":" + channel.socket().getLocalPort());
    }
    Thread thread = new Thread(server::run, "echo");
    thread.setDaemon(true);
    thread.start();
    System.out.println("ready");
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String question; (question = questions.readLine()) != null; ) {
      System.out.println(
          question.equals("open")
              ? Integer.toString(server.open)
              : addresses.stream().collect(Collectors.joining(" ")));
    }
  }

  private void run() {
    try {
      while (true) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the workload's selector broke", e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        for (SocketChannel client; (client = accept(key)) != null; ) {
          client.configureBlocking(false);
          client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(0));
          open++;
        }
      } else if (!echo((SocketChannel) key.channel(), key)) {
        close(key);
      }
    } catch (IOException e) {
      close(key); // reset by the client, as it likes to
    }
  }

  private static SocketChannel accept(SelectionKey key) throws IOException {
    return ((ServerSocketChannel) key.channel()).accept();
  }

  /** Returns whether more may come. */
  private boolean echo(SocketChannel client, SelectionKey key) throws IOException {
    ByteBuffer left = (ByteBuffer) key.attachment();
    if (left.hasRemaining()) {
      client.write(left);
    } else {
      int count = client.read(buffer.clear());
      if (count < 0) {
        return false;
      }
      client.write(buffer.flip());
      if (buffer.hasRemaining()) {
        key.attach(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
        key.interestOps(SelectionKey.OP_WRITE);
      }
      return true;
    }
    if (!left.hasRemaining()) {
      key.attach(ByteBuffer.allocate(0));
      key.interestOps(SelectionKey.OP_READ);
    }
    return true;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException("close does not fail", e);
    }
    open--;
  }
}
