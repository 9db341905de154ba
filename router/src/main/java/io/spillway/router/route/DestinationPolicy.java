package io.spillway.router.route;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Picks the destination of a new connection, within the routing key that was chosen for it. One for
 * the whole router, asked by the threads of all its loops.
 */
@FunctionalInterface
public interface DestinationPolicy {

  /**
   * Picks one destination.
   *
   * @param key the routing key
   * @param candidates the key's reachable destinations, without what has failed already for this
   *     connection; empty only if the {@link KeyPolicy} picked a key that is not reachable
   * @param random the only source of chance
   * @return a destination, or none to give the client up; one that is not among the candidates is
   *     tried all the same, and fails like any other that cannot be reached
   */
  Optional<Destination> choose(String key, List<Candidate> candidates, RandomGenerator random);
}
