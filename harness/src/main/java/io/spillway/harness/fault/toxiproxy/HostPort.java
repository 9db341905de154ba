package io.spillway.harness.fault.toxiproxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Addresses as Toxiproxy reads and writes them: {@code host:port}, {@code [ipv6]:port}. */
final class HostPort {

  private HostPort() {}

  /**
   * Reads an address. An empty host is every interface.
   *
   * @param text the address
   * @return it, resolved
   * @throws ApiException in the words of Go's {@code net} package if it is malformed or its host is
   *     not known
   */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new ApiException(500, "address " + text + ": missing port in address");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new ApiException(500, "address " + text + ": too many colons in address");
    }
    int port = port(text.substring(colon + 1));
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new ApiException(500, "lookup " + host + ": no such host");
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Answered below, as a number out of range is.
    }
    throw new ApiException(500, "address " + text + ": invalid port");
  }

  /** {@return the address as Toxiproxy writes it; a wildcard is {@code [::]}} */
  static String format(InetSocketAddress address) {
    if (address.getAddress() != null && address.getAddress().isAnyLocalAddress()) {
      return String.format(Locale.ROOT, "[::]:%d", address.getPort());
    }
    return NetUtil.toSocketAddressString(address.getAddress().getHostAddress(), address.getPort());
  }
}
