package io.spillway.harness.runtime.embedded;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ports at one address that nobody else gets while they are held. They are let go just before the
 * router that is to listen there starts; so the links' proxies can know them before. For one
 * thread.
 */
final class ReservedPorts implements AutoCloseable {

  private final Map<String, ServerSocket> held = new LinkedHashMap<>();

  /**
   * Reserves one port for each name.
   *
   * @throws RuntimeStartException if the system has none left
   */
  ReservedPorts(InetAddress address, List<String> names) {
    try {
      for (String name : names) {
        held.put(name, new ServerSocket(0, 1, address));
      }
    } catch (IOException e) {
      close();
      throw new RuntimeStartException(
          "no free port at %s for %d listeners: %s; are too many connections open on this machine?"
              .formatted(address.getHostAddress(), names.size(), e.getMessage()),
          e);
    }
  }

  /** {@return the port of that name} */
  int port(String name) {
    return held.get(name).getLocalPort();
  }

  /** Lets the ports go. Does nothing the second time. */
  @Override
  public void close() {
    for (ServerSocket socket : held.values()) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new RuntimeStartException(
            "port " + socket.getLocalPort() + " cannot be let go: " + e.getMessage(), e);
      }
    }
  }
}
