package io.spillway.router.route;

import io.spillway.router.route.Advertisement.LinkEnd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Dijkstra's algorithm over what the sites advertise.
 *
 * <p>C3: the cost of a path is the sum of its links' costs. A link counts while both its ends
 * advertise it, with the cost that its dialler says.
 */
final class ShortestPaths {

  private ShortestPaths() {}

  /**
   * A path from the origin.
   *
   * @param site where it leads
   * @param cost the sum of its links' costs
   * @param hops the number of its links
   * @param firstLink its first link; empty at the origin itself
   */
  record Path(String site, long cost, int hops, Optional<LinkId> firstLink) {

    /** Cheapest first; among equals the shorter one, then by name, so that all sites agree. */
    static final Comparator<Path> ORDER =
        Comparator.comparingLong(Path::cost)
            .thenComparingInt(Path::hops)
            .thenComparing(path -> path.firstLink().map(LinkId::toString).orElse(""))
            .thenComparing(Path::site);
  }

  /**
   * Finds the cheapest path to every site that can be reached.
   *
   * @param origin where the paths begin
   * @param advertisements the network
   * @return the paths by site, the origin's own included
   */
  static Map<String, Path> from(String origin, Collection<Advertisement> advertisements) {
    Map<String, List<LinkEnd>> edges = edges(advertisements);
    Map<String, Path> settled = new HashMap<>();
    PriorityQueue<Path> open = new PriorityQueue<>(Path.ORDER);
    open.add(new Path(origin, 0, 0, Optional.empty()));
    while (!open.isEmpty()) {
      Path path = open.remove();
      if (settled.putIfAbsent(path.site(), path) != null) {
        continue;
      }
      for (LinkEnd edge : edges.getOrDefault(path.site(), List.of())) {
        if (!settled.containsKey(edge.peer())) {
          open.add(
              new Path(
                  edge.peer(),
                  path.cost() + edge.cost(),
                  path.hops() + 1,
                  path.firstLink().or(() -> Optional.of(edge.id()))));
        }
      }
    }
    return settled;
  }

  /** The links that both ends advertise, from each end, with the dialler's cost. */
  private static Map<String, List<LinkEnd>> edges(Collection<Advertisement> advertisements) {
    record Claim(LinkId id, String from, String to) {}
    Set<Claim> claims = new HashSet<>();
    Map<LinkId, Integer> costs = new HashMap<>();
    for (Advertisement advertisement : advertisements) {
      for (LinkEnd end : advertisement.links()) {
        claims.add(new Claim(end.id(), advertisement.site(), end.peer()));
        if (end.id().dialler().equals(advertisement.site())) {
          costs.put(end.id(), end.cost());
        }
      }
    }
    Map<String, List<LinkEnd>> edges = new HashMap<>();
    for (Claim claim : claims) {
      boolean bothEnds = claims.contains(new Claim(claim.id(), claim.to(), claim.from()));
      if (bothEnds && costs.containsKey(claim.id())) {
        edges
            .computeIfAbsent(claim.from(), site -> new ArrayList<>())
            .add(new LinkEnd(claim.id(), claim.to(), costs.get(claim.id())));
      }
    }
    return edges;
  }
}
