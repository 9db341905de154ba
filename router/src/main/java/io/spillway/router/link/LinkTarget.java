package io.spillway.router.link;

import io.spillway.router.tls.TlsContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A link to open.
 *
 * @param name its name, unique in this site
 * @param host where the other router, or a proxy before it, listens
 * @param port its port, 1 to 65535
 * @param cost its cost, at least 1
 * @param tls with which its connections are encrypted; without it they are not
 * @param reached at which of the host's addresses the link is, and its other connections have to
 *     go; empty while it is not known
 */
public record LinkTarget(
    String name,
    String host,
    int port,
    int cost,
    Optional<TlsContext> tls,
    Optional<InetSocketAddress> reached) {

  /**
   * Makes a target that was not reached yet.
   *
   * @param name its name, unique in this site
   * @param host where the other router, or a proxy before it, listens
   * @param port its port, 1 to 65535
   * @param cost its cost, at least 1
   * @param tls with which its connections are encrypted; without it they are not
   */
  public LinkTarget(String name, String host, int port, int cost, Optional<TlsContext> tls) {
    this(name, host, port, cost, tls, Optional.empty());
  }

  LinkTarget costing(int next) {
    return new LinkTarget(name, host, port, next, tls, reached);
  }

  LinkTarget at(Optional<InetSocketAddress> address) {
    return new LinkTarget(name, host, port, cost, tls, address);
  }

  LinkTarget renewed(TlsContext next) {
    return new LinkTarget(name, host, port, cost, Optional.of(next), reached);
  }

  @Override
  public String toString() {
    return name + " (" + host + ":" + port + ")";
  }
}
