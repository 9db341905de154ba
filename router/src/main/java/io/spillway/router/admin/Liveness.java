package io.spillway.router.admin;

import java.util.List;

/**
 * Whether a router works: a router that does not is to be started again.
 *
 * @param healthy whether all its loops turn
 * @param problems what is wrong, a sentence each; empty if it is healthy
 */
public record Liveness(boolean healthy, List<String> problems) {

  /** Copies the list. */
  public Liveness {
    problems = List.copyOf(problems);
  }
}
