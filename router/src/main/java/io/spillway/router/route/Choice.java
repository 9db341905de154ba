package io.spillway.router.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * How a listener chooses: its strategy picks the key among those with a reachable connector, then
 * the perceived cost picks the connector within that key (rules M9, M10).
 *
 * @param keys the listener's routing keys, in declared order
 * @param keyPolicy picks the key
 * @param destinationPolicy picks the destination
 */
public record Choice(List<String> keys, KeyPolicy keyPolicy, DestinationPolicy destinationPolicy) {

  /** Copies the list. */
  public Choice {
    keys = List.copyOf(keys);
  }

  /**
   * What was chosen for a connection.
   *
   * @param key the routing key
   * @param destination a destination of that key
   */
  public record Chosen(String key, Destination destination) {}

  /**
   * Chooses; in time and memory in proportion to the destinations of the keys.
   *
   * @param table what can be reached
   * @param earlier what was chosen for this connection before; empty at its first try
   * @param excluded what has failed already for this connection (rule F9)
   * @param open the connections that are open now to a destination
   * @param random the only source of chance
   * @return a destination and its key; empty if no key has one left (rule M11)
   */
  public Optional<Chosen> choose(
      RoutingTable table,
      Optional<Chosen> earlier,
      Set<Destination> excluded,
      ToIntFunction<Destination> open,
      RandomGenerator random) {
    if (earlier.isPresent() && keyPolicy.isBinding()) {
      String bound = earlier.get().key();
      return within(bound, candidates(table, bound, excluded, open), random);
    }
    List<KeyOption> reachable = reachable(table, excluded, open);
    if (reachable.isEmpty()) {
      return Optional.empty();
    }
    String key = keyPolicy.choose(reachable, random);
    for (KeyOption option : reachable) {
      if (option.key().equals(key)) {
        return within(key, option.candidates(), random);
      }
    }
    return within(key, List.of(), random);
  }

  /**
   * Between what a choice is made.
   *
   * @param table what can be reached
   * @param excluded what has failed already for this connection
   * @param open the connections that are open now to a destination
   * @return the keys that have a destination left, in declared order
   */
  public List<KeyOption> reachable(
      RoutingTable table, Set<Destination> excluded, ToIntFunction<Destination> open) {
    List<KeyOption> reachable = new ArrayList<>(keys.size());
    for (String key : keys) {
      List<Candidate> candidates = candidates(table, key, excluded, open);
      if (!candidates.isEmpty()) {
        reachable.add(new KeyOption(key, candidates));
      }
    }
    return reachable;
  }

  private Optional<Chosen> within(String key, List<Candidate> candidates, RandomGenerator random) {
    return destinationPolicy.choose(key, candidates, random).map(to -> new Chosen(key, to));
  }

  private static List<Candidate> candidates(
      RoutingTable table, String key, Set<Destination> excluded, ToIntFunction<Destination> open) {
    List<RoutingTable.Route> routes = table.routes(key);
    List<Candidate> candidates = new ArrayList<>(routes.size());
    for (RoutingTable.Route route : routes) {
      Destination destination = route.destination();
      if (excluded.isEmpty() || !excluded.contains(destination)) {
        candidates.add(new Candidate(destination, route.pathCost(), open.applyAsInt(destination)));
      }
    }
    return candidates;
  }
}
