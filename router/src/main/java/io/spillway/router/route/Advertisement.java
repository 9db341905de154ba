package io.spillway.router.route;

import java.util.List;

/**
 * What a site says of itself: its links that are up, and its connectors. Flooded to all sites; a
 * newer one replaces an older one of the same site.
 *
 * @param site the site
 * @param incarnation the site's life; higher after a restart
 * @param sequence the number of the advertisement within that life
 * @param links the site's links that are up, whoever opened them
 * @param services the site's connectors
 */
public record Advertisement(
    String site, long incarnation, long sequence, List<LinkEnd> links, List<Service> services) {

  /** Copies the lists. */
  public Advertisement {
    links = List.copyOf(links);
    services = List.copyOf(services);
  }

  /**
   * Whether this one replaces another.
   *
   * @param other another advertisement of the same site
   * @return whether this one is newer
   */
  public boolean isNewerThan(Advertisement other) {
    return incarnation != other.incarnation
        ? incarnation > other.incarnation
        : sequence > other.sequence;
  }

  /**
   * One end of a link, as the site at this end sees it.
   *
   * @param id the link
   * @param peer the site at the other end
   * @param cost the link's cost as its dialler set it, at least 1
   */
  public record LinkEnd(LinkId id, String peer, int cost) {}

  /**
   * A connector.
   *
   * @param connector its name, unique in its site
   * @param key the routing key that it serves
   */
  public record Service(String connector, String key) {}
}
