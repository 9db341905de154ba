package io.spillway.harness.check;

import java.util.List;

/**
 * One thing that a check saw and what it had expected instead or in agreement.
 *
 * @param attempts indexes of the attempts that show it, at most {@value #MAX_ATTEMPTS}; the
 *     observed text says how many there are in all where that is more
 * @param expected what the rule wants
 * @param observed what was seen, with figures
 */
public record Evidence(List<Integer> attempts, String expected, String observed) {

  /** How many attempts one piece of evidence names at the most. */
  public static final int MAX_ATTEMPTS = 20;

  /** Copies the list, cut to {@value #MAX_ATTEMPTS}. */
  public Evidence {
    attempts = List.copyOf(attempts.subList(0, Math.min(attempts.size(), MAX_ATTEMPTS)));
  }
}
