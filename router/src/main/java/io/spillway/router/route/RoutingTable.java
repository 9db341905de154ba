package io.spillway.router.route;

import io.spillway.router.route.Advertisement.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What can be reached from one site, at one moment. Immutable.
 *
 * <p>F2: a site that cannot be reached is not in it, nor are its destinations.
 */
public final class RoutingTable {

  private static final int MOST_HOPS = 255;
  private static final Comparator<Route> NEAREST_FIRST =
      Comparator.comparingLong(Route::pathCost)
          .thenComparing(route -> route.destination().toString());

  private final Map<String, Way> waysBySite;
  private final Map<String, List<Route>> routesByKey;

  private RoutingTable(Map<String, Way> waysBySite, Map<String, List<Route>> routesByKey) {
    this.waysBySite = waysBySite;
    this.routesByKey = routesByKey;
  }

  /**
   * A destination and what the way to it costs.
   *
   * @param destination the destination
   * @param pathCost the sum of the link costs on the cheapest path; 0 if it is local (rule C2)
   */
  public record Route(Destination destination, long pathCost) {}

  private record Way(long cost, List<LinkId> firstLinks) {}

  /**
   * Computes the table of a site, whose paths cost what is documented.
   *
   * @param self the site
   * @param advertisements the network, this site included
   * @return the table
   */
  public static RoutingTable of(String self, Collection<Advertisement> advertisements) {
    return of(self, advertisements, Policies.documented().pathCost());
  }

  /**
   * Computes the table of a site.
   *
   * @param self the site
   * @param advertisements the network, this site included
   * @param pathCost says what a path costs
   * @return the table
   */
  public static RoutingTable of(
      String self, Collection<Advertisement> advertisements, PathCostPolicy pathCost) {
    Map<String, ShortestPaths.Paths> paths = ShortestPaths.from(self, advertisements, pathCost);
    Map<String, Way> ways = new TreeMap<>();
    paths.forEach((site, p) -> ways.put(site, new Way(p.cost(), List.copyOf(p.firstLinks()))));
    Map<String, List<Route>> routes = new TreeMap<>();
    for (Advertisement advertisement : advertisements) {
      ShortestPaths.Paths way = paths.get(advertisement.site());
      if (way != null) {
        for (Service service : advertisement.services()) {
          routes
              .computeIfAbsent(service.key(), key -> new ArrayList<>())
              .add(
                  new Route(
                      new Destination(advertisement.site(), service.connector()), way.cost()));
        }
      }
    }
    routes.values().forEach(list -> list.sort(NEAREST_FIRST));
    return new RoutingTable(ways, routes);
  }

  /**
   * The destinations of a key.
   *
   * @param key the routing key
   * @return its reachable destinations, nearest first
   */
  public List<Route> routes(String key) {
    return routesByKey.getOrDefault(key, List.of());
  }

  /**
   * The ways to a site.
   *
   * @param site the site
   * @return the first links of all cheapest paths, in order; none if it is this site or cannot be
   *     reached
   */
  public List<LinkId> firstLinks(String site) {
    Way way = waysBySite.get(site);
    return way == null ? List.of() : way.firstLinks();
  }

  /**
   * The way that a new stream takes to a site. Equal paths are used alike; when one is lost, the
   * others carry on.
   *
   * @param site the site
   * @param random the only source of chance
   * @return one of {@link #firstLinks}, each with the same chance
   */
  public Optional<LinkId> firstLink(String site, RandomGenerator random) {
    List<LinkId> links = firstLinks(site);
    return switch (links.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(links.get(0));
      default -> Optional.of(links.get(random.nextInt(links.size())));
    };
  }

  /**
   * {@return the most links that a stream from here may cross, 2 to 255} No cheapest path visits a
   * site twice, so it has fewer links than there are sites; twice as many are allowed, because
   * sites that learn of a change one after the other may send a stream on a detour.
   */
  public int hopLimit() {
    return Math.min(MOST_HOPS, 2 * Math.max(1, waysBySite.size()));
  }

  /**
   * What the way to a site costs.
   *
   * @param site the site
   * @return the sum of the link costs on the cheapest path, 0 for this site; empty if it cannot be
   *     reached
   */
  public OptionalLong pathCost(String site) {
    Way way = waysBySite.get(site);
    return way == null ? OptionalLong.empty() : OptionalLong.of(way.cost());
  }

  /** {@return the routing keys that have a reachable connector} */
  public Set<String> keys() {
    return Set.copyOf(routesByKey.keySet());
  }

  /** {@return the sites that can be reached, this one included} */
  public Set<String> sites() {
    return Set.copyOf(waysBySite.keySet());
  }
}
