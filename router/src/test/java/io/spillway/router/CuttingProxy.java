package io.spillway.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that, like Toxiproxy, closes both directions when one of them ends. */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int targetPort;
  private final Thread acceptor;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  CuttingProxy(int targetPort) throws IOException {
    this(targetPort, 0);
  }

  CuttingProxy(int targetPort, int port) throws IOException {
    this.targetPort = targetPort;
    server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    acceptor = Workload.daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Refuses every new connection; those that there are go on. */
  void refuse() {
    Workload.refuse(server, acceptor);
  }

  /** Closes every connection, and keeps accepting new ones. */
  void cutAll() {
    for (Socket socket : sockets) {
      close(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        sockets.add(client);
        sockets.add(target);
        Workload.daemon(() -> copy(client, target));
        Workload.daemon(() -> copy(target, client));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        close(); // the router behind it is gone
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // closed by the other direction
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
