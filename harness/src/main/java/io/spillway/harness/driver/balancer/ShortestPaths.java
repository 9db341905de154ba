package io.spillway.harness.driver.balancer;

import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The cheapest paths from one site to all others, after Dijkstra. Links lead in both directions and
 * cost the same in both. Of paths of equal cost the one with fewer links is taken, then the one
 * that comes first in the order of the names of its sites. Whoever forwards along these paths from
 * site to site never goes round in circles: each step leaves a cheaper rest. Immutable.
 */
public final class ShortestPaths {

  private static final Comparator<Path> CHEAPEST_FIRST =
      Comparator.comparingLong(Path::cost)
          .thenComparingInt(path -> path.sites().size())
          .thenComparing(path -> String.join("/", path.sites()));

  private final Map<String, Path> paths;

  /**
   * A path.
   *
   * @param cost the sum of its links' costs
   * @param sites the sites on it after the first; empty for the path from a site to itself
   */
  private record Path(long cost, List<String> sites) {

    Path to(String site, int linkCost) {
      List<String> longer = Stream.concat(sites.stream(), Stream.of(site)).toList();
      return new Path(cost + linkCost, longer);
    }
  }

  private ShortestPaths(Map<String, Path> paths) {
    this.paths = paths;
  }

  /** {@return the paths from that site of the network} */
  public static ShortestPaths from(String site, Network network) {
    Map<String, Map<String, Integer>> costs = costs(network);
    Map<String, Path> found = new HashMap<>();
    PriorityQueue<Path> open = new PriorityQueue<>(CHEAPEST_FIRST);
    open.add(new Path(0, List.of()));
    while (!open.isEmpty()) {
      Path path = open.remove();
      String end = path.sites().isEmpty() ? site : path.sites().get(path.sites().size() - 1);
      if (found.putIfAbsent(end, path) == null) {
        costs
            .getOrDefault(end, Map.of())
            .forEach((neighbour, cost) -> open.add(path.to(neighbour, cost)));
      }
    }
    return new ShortestPaths(found);
  }

  /** The cost of the cheapest link to each neighbour, by site. */
  private static Map<String, Map<String, Integer>> costs(Network network) {
    Map<String, Map<String, Integer>> costs = new LinkedHashMap<>();
    for (Site site : network.sites()) {
      for (Link link : site.links()) {
        put(costs, site.name(), link.to(), link.cost());
        put(costs, link.to(), site.name(), link.cost());
      }
    }
    return costs;
  }

  private static void put(
      Map<String, Map<String, Integer>> costs, String from, String to, int cost) {
    costs.computeIfAbsent(from, site -> new LinkedHashMap<>()).merge(to, cost, Math::min);
  }

  /** {@return whether there is a path to that site; there is one from a site to itself} */
  public boolean reach(String site) {
    return paths.containsKey(site);
  }

  /**
   * {@return the cost of the cheapest path to that site}
   *
   * @throws IllegalArgumentException if there is none
   */
  public long cost(String site) {
    return path(site).cost();
  }

  /**
   * {@return the neighbour through which the cheapest path leads; empty for the path from the site
   * to itself}
   *
   * @throws IllegalArgumentException if there is no path
   */
  public Optional<String> nextHop(String site) {
    return path(site).sites().stream().findFirst();
  }

  private Path path(String site) {
    Path path = paths.get(site);
    if (path == null) {
      throw new IllegalArgumentException("no path leads to site " + site);
    }
    return path;
  }
}
