package io.spillway.router.link;

/**
 * A link to open.
 *
 * @param name its name, unique in this site
 * @param host where the other router, or a proxy before it, listens
 * @param port its port, 1 to 65535
 * @param cost its cost, at least 1
 */
public record LinkTarget(String name, String host, int port, int cost) {
  @Override
  public String toString() {
    return name + " (" + host + ":" + port + ")";
  }
}
