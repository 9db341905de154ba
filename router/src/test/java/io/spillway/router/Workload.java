package io.spillway.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A workload for tests: does what it is told with each connection, on a thread of its own. */
final class Workload implements AutoCloseable {

  /** What a workload does with a connection, which is closed afterwards. */
  interface Service {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Thread acceptor;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Workload(int port, Service service) {
    try {
      server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = daemon(() -> accept(service));
  }

  static Workload of(Service service) {
    return new Workload(0, service);
  }

  /** Says its name, and then closes when the client has closed. */
  static Workload named(String name) {
    return named(name, 0);
  }

  /** The same at a given port, such as that of one that was closed. */
  static Workload named(String name, int port) {
    return new Workload(
        port,
        socket -> {
          socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
          socket.getInputStream().readAllBytes();
        });
  }

  /** Says its name, and then sends back what it gets. */
  static Workload namedEcho(String name) {
    return of(
        socket -> {
          socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
          socket.getInputStream().transferTo(socket.getOutputStream());
        });
  }

  /** Sends back what it gets. */
  static Workload echo() {
    return of(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Service service) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(service, socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Service service, Socket socket) {
    try (socket) {
      service.serve(socket);
    } catch (IOException e) {
      // the test looks at what the client sees
    } finally {
      sockets.remove(socket);
    }
  }

  /** {@return a thread that runs the task, already started} */
  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "workload");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Closes a port. Whoever waits in accept() holds it open a little longer, so that is awaited. */
  static void refuse(ServerSocket server, Thread acceptor) {
    try {
      server.close();
      acceptor.join(TestSites.LIMIT.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has its port refuse; what it has accepted is served to the end. */
  void refuse() {
    refuse(server, acceptor);
  }

  @Override
  public void close() {
    refuse();
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
