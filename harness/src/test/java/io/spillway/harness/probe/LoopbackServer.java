package io.spillway.harness.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A loopback server that does with each connection, one after another, what a test wants. */
public final class LoopbackServer implements AutoCloseable {

  /** What is done with a connection; one that is not closed by it stays open until the end. */
  @FunctionalInterface
  public interface Behaviour {
    /** Does it. */
    void meet(Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private LoopbackServer(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  /** Starts one on any free port. */
  public static LoopbackServer start(Behaviour behaviour) {
    try {
      LoopbackServer server =
          new LoopbackServer(
              new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), behaviour);
      Thread thread = new Thread(server::serve, "loopback-server");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return an address at which nobody listens} */
  public static InetSocketAddress nobody() {
    try (LoopbackServer server = start(socket -> {})) {
      return server.address();
    }
  }

  /** {@return where it listens} */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** {@return the connections so far} */
  public List<Socket> sockets() {
    return sockets;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        behaviour.meet(socket);
      } catch (IOException e) {
        // The client went away, which tests do on purpose, or the listener is closed.
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
