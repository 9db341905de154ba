package io.spillway.suites.selftest;

import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A balancer of requests in front of a router: it keeps the client's connection, and takes every
 * line that the client sends to the router on a connection of its own. So the router, which
 * balances connections, balances requests. Knows no other protocol than the stand-in's, in which a
 * line is answered by two.
 */
final class RequestBalancer implements AutoCloseable {

  private final Supplier<InetSocketAddress> router;
  private final ServerSocket clients;

  private RequestBalancer(Supplier<InetSocketAddress> router) {
    this.router = router;
    try {
      clients = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("a balancer cannot listen", e);
    }
    serve("request-balancer", this::accept);
  }

  /** {@return a runtime in whose networks such a balancer stands before every listener} */
  static SiteRuntime inFrontOf(SiteRuntime runtime) {
    return new SiteRuntime() {
      @Override
      public String name() {
        return runtime.name();
      }

      @Override
      public Map<String, String> environment() {
        return runtime.environment();
      }

      @Override
      public RunningNetwork start(Network network, LinkPath links) {
        return new Balanced(runtime.start(network, links));
      }

      @Override
      public void close() {
        runtime.close();
      }
    };
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Ends with an exception when a socket is closed, from either side; that is its end. */
  private static void serve(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Closed.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = clients.accept();
      serve("request-balancer-client", () -> converse(client));
    }
  }

  private void converse(Socket client) throws IOException {
    try (client;
        Socket first = connect()) {
      OutputStream out = client.getOutputStream();
      send(out, reader(first).readLine());
      BufferedReader in = reader(client);
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        try (Socket another = connect()) {
          BufferedReader answer = reader(another);
          answer.readLine(); // the greeting, which the client has had already
          send(another.getOutputStream(), request);
          send(out, answer.readLine());
          send(out, answer.readLine());
        }
      }
    }
  }

  private Socket connect() throws IOException {
    InetSocketAddress address = router.get();
    return new Socket(address.getAddress(), address.getPort());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static void send(OutputStream out, String line) throws IOException {
    if (line == null) {
      throw new IOException("no line came");
    }
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) clients.getLocalSocketAddress();
  }

  @Override
  public void close() {
    try {
      clients.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a balancer cannot be closed", e);
    }
  }

  /** A network with a balancer before each listener that is asked for. */
  private static final class Balanced extends ForwardingNetwork {
    private final Map<String, RequestBalancer> balancers = new ConcurrentHashMap<>();

    Balanced(RunningNetwork running) {
      super(running);
    }

    @Override
    public InetSocketAddress listener(String site, String listener) {
      return balancers
          .computeIfAbsent(
              site + "/" + listener,
              name -> new RequestBalancer(() -> super.listener(site, listener)))
          .address();
    }

    @Override
    public void close() {
      balancers.values().forEach(RequestBalancer::close);
      super.close();
    }
  }
}
