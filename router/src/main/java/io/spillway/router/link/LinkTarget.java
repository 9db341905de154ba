package io.spillway.router.link;

import io.spillway.router.tls.TlsContext;
import java.util.Optional;

/**
 * A link to open.
 *
 * @param name its name, unique in this site
 * @param host where the other router, or a proxy before it, listens
 * @param port its port, 1 to 65535
 * @param cost its cost, at least 1
 * @param tls with which its connections are encrypted; without it they are not
 */
public record LinkTarget(String name, String host, int port, int cost, Optional<TlsContext> tls) {

  LinkTarget costing(int next) {
    return new LinkTarget(name, host, port, next, tls);
  }

  LinkTarget renewed(TlsContext next) {
    return new LinkTarget(name, host, port, cost, Optional.of(next));
  }

  @Override
  public String toString() {
    return name + " (" + host + ":" + port + ")";
  }
}
