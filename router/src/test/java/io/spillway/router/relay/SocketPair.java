package io.spillway.router.relay;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** Two ends of one TCP connection: one for the test, one, with its channel, at a loop. */
public record SocketPair(Socket far, Connection near, SocketChannel channel)
    implements AutoCloseable {

  private static final int LIMIT_MILLIS = 10_000;

  public static SocketPair at(EventLoop loop) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SocketChannel channel =
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      Socket far = server.accept();
      far.setSoTimeout(LIMIT_MILLIS);
      return new SocketPair(far, Connection.adopt(loop, channel, new Ignore()), channel);
    }
  }

  @Override
  public void close() throws IOException {
    far.close();
    near.close();
  }

  private static final class Ignore implements ChannelHandler {
    @Override
    public void ready(int readyOps) {}

    @Override
    public void failed(IOException cause) {}
  }
}
