package io.spillway.router.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A fixed number of clients, each of which connects, has one message sent back, reads the end,
 * closes and begins again.
 *
 * <p>The workload closes first. So no side that picks ports ends in TIME_WAIT, and no client and no
 * proxy runs out of them, without the resets that a client with SO_LINGER 0 would send.
 */
final class ConnectionLoad extends LoadThread implements Counting {

  private final InetSocketAddress address;
  private final int clients;
  private volatile long completed;
  private long number;

  ConnectionLoad(InetSocketAddress address, int clients) throws IOException {
    super("clients that connect");
    this.address = address;
    this.clients = clients;
    start();
  }

  @Override
  public long count() {
    check();
    return completed;
  }

  @Override
  void begin() throws IOException {
    for (int i = 0; i < clients; i++) {
      connect(new Client());
    }
  }

  private void connect(Client client) throws IOException {
    // On loopback a connect does not wait: the system shakes hands before the call returns.
    SocketChannel channel = SocketChannel.open(address);
    Protocol.message(client.request, Protocol.REPLY, Protocol.REQUEST_BYTES, ++number);
    channel.write(client.request);
    channel.configureBlocking(false);
    client.answer.clear();
    channel.register(selector(), SelectionKey.OP_READ, client);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void ready(SelectionKey key) throws IOException {
    Client client = (Client) key.attachment();
    SocketChannel channel = (SocketChannel) key.channel();
    if (channel.read(client.answer) >= 0) {
      return;
    }
    if (!client.answer.flip().equals(client.request.flip())) {
      throw new EOFException(
          "a client got " + client.answer.remaining() + " bytes that are not what it had sent");
    }
    channel.close();
    completed++;
    connect(client);
  }

  /** What a client keeps from one connection to the next. */
  private static final class Client {
    private final ByteBuffer request = ByteBuffer.allocateDirect(Protocol.REQUEST_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(2 * Protocol.REQUEST_BYTES);
  }
}
