package io.spillway.router.route;

import java.util.List;

/**
 * A routing key of a listener, as it looks from this ingress now.
 *
 * @param key the key
 * @param candidates its reachable destinations; at least one, where a {@link KeyPolicy} is asked
 */
public record KeyOption(String key, List<Candidate> candidates) {

  /** Copies the list. */
  public KeyOption {
    candidates = List.copyOf(candidates);
  }
}
