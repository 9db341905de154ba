package io.spillway.router.route;

/**
 * Where a connection can end: a connector of a site.
 *
 * @param site the site
 * @param connector the connector's name, unique in its site
 */
public record Destination(String site, String connector) {
  @Override
  public String toString() {
    return connector + "@" + site;
  }
}
