package io.spillway.router.route;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Picks a destination whose perceived cost, path cost plus open connections, is lowest; ties are
 * broken at random.
 *
 * <ul>
 *   <li>B1: destinations of equal path cost share concurrent connections.
 *   <li>B5: a tie is broken by chance, not in turns.
 *   <li>C4, C5: the cheapest path takes every connection until as many are open on it as the
 *       alternative costs more; from then on both take turns at being the cheapest.
 *   <li>C6: only what is open now counts, so traffic returns when connections close.
 *   <li>C7, C8: the only path left is the cheapest, whatever it costs.
 * </ul>
 *
 * <p>Source: rhsi-5, Understanding link cost; skupper-2.2, Understanding link cost behavior.
 */
final class PerceivedCost implements DestinationPolicy {

  @Override
  public Optional<Destination> choose(
      String key, List<Candidate> candidates, RandomGenerator random) {
    long lowest = Long.MAX_VALUE;
    int ties = 0;
    Destination chosen = null;
    for (Candidate candidate : candidates) {
      long cost = candidate.perceivedCost();
      if (cost < lowest) {
        lowest = cost;
        ties = 0;
      }
      // The n-th of equals takes the place with a chance of 1/n, so each ends with the same chance.
      if (cost == lowest && random.nextInt(++ties) == 0) {
        chosen = candidate.destination();
      }
    }
    return Optional.ofNullable(chosen);
  }
}
