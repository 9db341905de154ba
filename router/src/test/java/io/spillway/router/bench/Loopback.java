package io.spillway.router.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where all traffic stays. */
final class Loopback {

  private Loopback() {}

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** {@return a port that was free a moment ago, for a program that has to be told one} */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(at(0));
      return socket.getLocalPort();
    }
  }
}
