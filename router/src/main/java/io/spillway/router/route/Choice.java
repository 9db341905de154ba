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
   * Chooses.
   *
   * @param table what can be reached
   * @param excluded what has failed already for this connection (rule F9)
   * @param open the connections that are open now to a destination
   * @param random the only source of chance
   * @return a destination; empty if no key has one left (rule M11)
   */
  public Optional<Destination> choose(
      RoutingTable table,
      Set<Destination> excluded,
      ToIntFunction<Destination> open,
      RandomGenerator random) {
    List<KeyOption> reachable = new ArrayList<>();
    for (String key : keys) {
      List<Candidate> candidates =
          table.routes(key).stream()
              .filter(route -> !excluded.contains(route.destination()))
              .map(
                  route ->
                      new Candidate(
                          route.destination(),
                          route.pathCost(),
                          open.applyAsInt(route.destination())))
              .toList();
      if (!candidates.isEmpty()) {
        reachable.add(new KeyOption(key, candidates));
      }
    }
    if (reachable.isEmpty()) {
      return Optional.empty();
    }
    String key = keyPolicy.choose(reachable, random);
    List<Candidate> candidates =
        reachable.stream()
            .filter(option -> option.key().equals(key))
            .findFirst()
            .map(KeyOption::candidates)
            .orElse(List.of());
    return destinationPolicy.choose(key, candidates, random);
  }
}
