package io.spillway.router.route;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Picks the routing key of a new connection. The router has one for each listener, and asks it on
 * the loop that accepted the connection: with several loops, by several threads.
 */
@FunctionalInterface
public interface KeyPolicy {

  /**
   * Picks one key.
   *
   * @param reachable the listener's keys that have a reachable connector, in declared order, at
   *     least one; without what has failed already for this connection
   * @param random the only source of chance
   * @return one of the keys
   */
  String choose(List<KeyOption> reachable, RandomGenerator random);

  /**
   * {@return whether a connection stays with the key that was picked for it first} If so, a try
   * that follows a failed one (rule F9) goes to another destination of that key, or nowhere: the
   * policy is not asked again, because a second draw would move the proportions.
   */
  default boolean isBinding() {
    return false;
  }
}
