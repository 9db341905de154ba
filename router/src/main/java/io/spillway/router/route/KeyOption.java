package io.spillway.router.route;

import java.util.List;

/**
 * A routing key of a listener that has a reachable connector.
 *
 * @param key the key
 * @param candidates its reachable destinations, at least one
 */
public record KeyOption(String key, List<Candidate> candidates) {

  /** Copies the list. */
  public KeyOption {
    candidates = List.copyOf(candidates);
  }
}
