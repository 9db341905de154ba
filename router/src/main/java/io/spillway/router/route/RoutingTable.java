package io.spillway.router.route;

import io.spillway.router.route.Advertisement.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be reached from one site, at one moment. Immutable.
 *
 * <p>F2: a site that cannot be reached is not in it, nor are its destinations.
 */
public final class RoutingTable {

  private final Map<String, ShortestPaths.Path> paths;
  private final Map<String, List<Route>> routesByKey;

  private RoutingTable(
      Map<String, ShortestPaths.Path> paths, Map<String, List<Route>> routesByKey) {
    this.paths = paths;
    this.routesByKey = routesByKey;
  }

  /**
   * A destination and what the way to it costs.
   *
   * @param destination the destination
   * @param pathCost the sum of the link costs on the cheapest path; 0 if it is local (rule C2)
   */
  public record Route(Destination destination, long pathCost) {}

  /**
   * Computes the table of a site.
   *
   * @param self the site
   * @param advertisements the network, this site included
   * @return the table
   */
  public static RoutingTable of(String self, Collection<Advertisement> advertisements) {
    Map<String, ShortestPaths.Path> paths = new TreeMap<>(ShortestPaths.from(self, advertisements));
    Map<String, List<Route>> routes = new TreeMap<>();
    for (Advertisement advertisement : advertisements) {
      ShortestPaths.Path path = paths.get(advertisement.site());
      if (path != null) {
        for (Service service : advertisement.services()) {
          routes
              .computeIfAbsent(service.key(), key -> new ArrayList<>())
              .add(
                  new Route(
                      new Destination(advertisement.site(), service.connector()), path.cost()));
        }
      }
    }
    routes.values().forEach(list -> list.sort(Comparator.comparingLong(Route::pathCost)));
    return new RoutingTable(paths, routes);
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
   * The way to a site.
   *
   * @param site the site
   * @return the first link of the cheapest path; empty if it is this site or cannot be reached
   */
  public Optional<LinkId> firstLink(String site) {
    return Optional.ofNullable(paths.get(site)).flatMap(ShortestPaths.Path::firstLink);
  }

  /** {@return the routing keys that have a reachable connector} */
  public Set<String> keys() {
    return Set.copyOf(routesByKey.keySet());
  }

  /** {@return the sites that can be reached, this one included} */
  public Set<String> sites() {
    return Set.copyOf(paths.keySet());
  }
}
