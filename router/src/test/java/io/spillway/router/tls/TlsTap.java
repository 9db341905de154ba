package io.spillway.router.tls;

import io.spillway.router.tls.TestAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Stands in for a router's port with TLS: passes what it decrypts on to a port without, and notes
 * which certificates were shown to it.
 */
public final class TlsTap implements AutoCloseable {

  private final SSLServerSocket server;
  private final int targetPort;
  private final List<BigInteger> shown = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  public TlsTap(Issued own, int targetPort) throws IOException {
    this.targetPort = targetPort;
    server =
        (SSLServerSocket)
            own.context("tap")
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    daemon(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The serial numbers of the certificates that were shown, in order. */
  public List<BigInteger> shown() {
    return List.copyOf(shown);
  }

  /** Closes every connection, and keeps accepting new ones. */
  public void cutAll() {
    sockets.forEach(this::close);
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket client = (SSLSocket) server.accept();
        sockets.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SSLSocket client) {
    try {
      client.startHandshake();
      X509Certificate peer = (X509Certificate) client.getSession().getPeerCertificates()[0];
      shown.add(peer.getSerialNumber());
      Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      sockets.add(target);
      daemon(() -> copy(client, target));
      copy(target, client);
    } catch (IOException e) {
      close(client); // the test looks at what the routers see
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

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tls-tap");
    thread.setDaemon(true);
    thread.start();
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
