package io.spillway.router.route;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a site says of itself: its links that are up, and its connectors. Flooded to all sites; a
 * newer one replaces an older one of the same site.
 *
 * <p>Numbers only grow and never wrap: numbers in a circle, of which each is newer than the one
 * before, once kept the ARPANET busy with three advertisements for hours (RFC 789).
 *
 * @param site the site
 * @param incarnation the site's life, 0 to {@link #MAX_NUMBER}; higher after a restart
 * @param sequence the number of the advertisement within that life, 0 to {@link #MAX_NUMBER}
 * @param links the site's links that are up, whoever opened them
 * @param services the site's connectors
 */
public record Advertisement(
    String site, long incarnation, long sequence, List<LinkEnd> links, List<Service> services) {

  /** The highest number of a life or of an advertisement; in milliseconds, millions of years. */
  public static final long MAX_NUMBER = 1L << 62;

  private static final int OWN_BYTES = 200; // with the lists, and its place in a map
  private static final int LINK_BYTES = 56;
  private static final int SERVICE_BYTES = 32;
  private static final int TEXT_BYTES = 48;

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
   * Whether this one says what another does, apart from the numbers.
   *
   * @param other another advertisement of the same site
   * @return whether links and connectors are the same
   */
  boolean saysTheSameAs(Advertisement other) {
    return links.equals(other.links) && services.equals(other.services);
  }

  /**
   * {@return how many bytes of memory it takes, estimated from above for a 64-bit JVM: short names
   * take many times more than their bytes on a link}
   */
  long memoryBytes() {
    long bytes = OWN_BYTES + bytes(site);
    for (LinkEnd end : links) {
      bytes += LINK_BYTES + bytes(end.id().dialler()) + bytes(end.id().name()) + bytes(end.peer());
    }
    for (Service service : services) {
      bytes += SERVICE_BYTES + bytes(service.connector()) + bytes(service.key());
    }
    return bytes;
  }

  private static long bytes(String text) {
    return TEXT_BYTES + 2L * text.length();
  }

  /** {@return a link or connector that it lists a second time, if it does: none may be} */
  public Optional<String> listedTwice() {
    Set<LinkId> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    return links.stream()
        .map(LinkEnd::id)
        .filter(id -> !ids.add(id))
        .map(id -> "link " + id)
        .findFirst()
        .or(
            () ->
                services.stream()
                    .map(Service::connector)
                    .filter(name -> !names.add(name))
                    .map(name -> "connector " + name)
                    .findFirst());
  }

  /** {@return one with the same numbers that says nothing} */
  public Advertisement withoutContent() {
    return new Advertisement(site, incarnation, sequence, List.of(), List.of());
  }

  /**
   * One end of a link, as the site at this end sees it.
   *
   * <p>A link that a site declares to another, and one that the other declares to it, are two
   * links, each with the cost that its own dialler declares, in both directions. The cheaper one is
   * used, and the other one when that is lost; links of equal cost are used alike.
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
