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
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    long lowest = candidates.stream().mapToLong(Candidate::perceivedCost).min().getAsLong();
    List<Candidate> cheapest =
        candidates.stream().filter(candidate -> candidate.perceivedCost() == lowest).toList();
    return Optional.of(cheapest.get(random.nextInt(cheapest.size())).destination());
  }
}
