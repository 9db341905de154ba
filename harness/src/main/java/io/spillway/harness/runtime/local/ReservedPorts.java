package io.spillway.harness.runtime.local;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports at one address that nobody else gets while they are held. They are let go just before the
 * router that is to listen there starts; so the links' proxies can know them before. For one
 * thread.
 */
final class ReservedPorts implements AutoCloseable {

  private final List<ServerSocket> held = new ArrayList<>();

  /**
   * Reserves so many ports.
   *
   * @throws RuntimeStartException if the system has none left
   */
  ReservedPorts(InetAddress address, int count) {
    try {
      while (held.size() < count) {
        held.add(new ServerSocket(0, 1, address));
      }
    } catch (IOException e) {
      close();
      throw new RuntimeStartException(
          "no free port at %s for %d listeners: %s; are too many connections open on this machine?"
              .formatted(address.getHostAddress(), count, e.getMessage()),
          e);
    }
  }

  /** {@return one of the ports, counted from 0} */
  int port(int index) {
    return held.get(index).getLocalPort();
  }

  /** Lets the ports go. Does nothing the second time. */
  @Override
  public void close() {
    for (ServerSocket socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new RuntimeStartException(
            "port " + socket.getLocalPort() + " cannot be let go: " + e.getMessage(), e);
      }
    }
  }
}
