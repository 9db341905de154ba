package io.spillway.router.route;

import io.spillway.router.route.Advertisement.LinkEnd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Dijkstra's algorithm over what the sites advertise, keeping all paths of equal cost.
 *
 * <p>C3: the cost of a path is, as documented, the sum of its links' costs; that is all that paths
 * are compared by, not their number of links. A link counts while both its ends advertise it, in
 * both directions with the cost that its dialler says. Two links between the same sites, whoever
 * dials them, are two paths.
 *
 * <p>Every link costs at least 1. So the cost that is left falls with each link of a cheapest path,
 * and sites that agree on the network send nothing in a circle, whichever of the equal paths each
 * of them takes.
 */
final class ShortestPaths {

  private ShortestPaths() {}

  /**
   * The cheapest paths from the origin to a site.
   *
   * @param cost the sum of the links' costs, the same for all of them
   * @param firstLinks the links with which they begin, in order; none at the origin itself
   */
  record Paths(long cost, SortedSet<LinkId> firstLinks) {}

  private record Edge(LinkId id, String to, int cost) {}

  private record Reached(String site, long cost) {}

  /**
   * Finds the cheapest paths to every site that can be reached.
   *
   * @param origin where the paths begin
   * @param advertisements the network
   * @param pathCost says what a path costs
   * @return the paths by site, the origin's own included
   */
  static Map<String, Paths> from(
      String origin, Collection<Advertisement> advertisements, PathCostPolicy pathCost) {
    Map<String, List<Edge>> edges = edges(advertisements);
    Map<String, Paths> best = new HashMap<>();
    Set<String> settled = new HashSet<>();
    PriorityQueue<Reached> open = new PriorityQueue<>(Comparator.comparingLong(Reached::cost));
    best.put(origin, new Paths(0, new TreeSet<>()));
    open.add(new Reached(origin, 0));
    while (!open.isEmpty()) {
      Reached here = open.remove();
      if (!settled.add(here.site())) {
        continue;
      }
      SortedSet<LinkId> firstLinks = best.get(here.site()).firstLinks();
      for (Edge edge : edges.getOrDefault(here.site(), List.of())) {
        long cost = pathCost.with(here.cost(), edge.id(), edge.cost());
        Paths known = best.get(edge.to());
        if (known == null || cost < known.cost()) {
          known = new Paths(cost, new TreeSet<>());
          best.put(edge.to(), known);
          open.add(new Reached(edge.to(), cost));
        }
        if (cost == known.cost()) {
          known.firstLinks().addAll(firstLinks.isEmpty() ? Set.of(edge.id()) : firstLinks);
        }
      }
    }
    return best;
  }

  /** The links that both ends advertise, from each end, with the dialler's cost. */
  private static Map<String, List<Edge>> edges(Collection<Advertisement> advertisements) {
    Map<LinkId, LinkEnd> dialled = new HashMap<>();
    for (Advertisement advertisement : advertisements) {
      for (LinkEnd end : advertisement.links()) {
        if (end.id().dialler().equals(advertisement.site())) {
          dialled.put(end.id(), end);
        }
      }
    }
    Map<String, List<Edge>> edges = new HashMap<>();
    for (Advertisement advertisement : advertisements) {
      String acceptor = advertisement.site();
      for (LinkEnd end : advertisement.links()) {
        String dialler = end.id().dialler();
        LinkEnd other = dialled.get(end.id());
        if (other != null
            && !dialler.equals(acceptor)
            && other.peer().equals(acceptor)
            && end.peer().equals(dialler)) {
          add(edges, dialler, new Edge(end.id(), acceptor, other.cost()));
          add(edges, acceptor, new Edge(end.id(), dialler, other.cost()));
        }
      }
    }
    return edges;
  }

  private static void add(Map<String, List<Edge>> edges, String from, Edge edge) {
    edges.computeIfAbsent(from, site -> new ArrayList<>()).add(edge);
  }
}
