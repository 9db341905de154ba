package io.spillway.router.link;

import io.spillway.router.route.Advertisement;
import io.spillway.router.route.RoutingTable;
import java.util.List;

/**
 * What a site knows of the network, at one moment. Immutable.
 *
 * @param table what can be reached, and how
 * @param advertisements what every site says of itself, those that cannot be reached included
 * @param links this site's own links
 */
public record MeshView(
    RoutingTable table, List<Advertisement> advertisements, List<LinkState> links) {

  /** Copies the lists. */
  public MeshView {
    advertisements = List.copyOf(advertisements);
    links = List.copyOf(links);
  }
}
