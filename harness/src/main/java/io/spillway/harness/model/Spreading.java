package io.spillway.harness.model;

import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.Spread;
import java.util.HashMap;
import java.util.Map;

/**
 * How uneven connections may be that are spread over two paths: as the rule allows, or as fair
 * coins are. Not safe for use by several threads.
 */
public final class Spreading {

  private final int window;
  private final int least;
  private final double alpha;
  private final Map<Integer, Integer> fewest = new HashMap<>();

  /**
   * Creates one.
   *
   * @param window of so many connections in a row each path takes its smallest share, at least 1
   * @param shareMin that share, above 0 and below 1/2; or 0, where the rule asks for none
   * @param alpha the probability that fair coins leave {@link #fewest} after a given number of
   *     connections, on either side, at most; above 0 and below 1
   */
  public Spreading(int window, double shareMin, double alpha) {
    this.window = window;
    this.least = shareMin == 0 ? 0 : new Spread(window, shareMin, alpha).least();
    this.alpha = alpha;
  }

  /**
   * {@return the fewest of so many connections that each path takes, whether they are spread as the
   * rule allows or by fair coins}
   *
   * @param connections at least 0
   */
  public int fewest(int connections) {
    int allowed = asTheRuleAllows(connections);
    if (allowed == 0) {
      return 0;
    }
    return fewest.computeIfAbsent(
        connections, n -> Math.min(allowed, Binomials.acceptanceRegion(n, 0.5, alpha).low()));
  }

  private int asTheRuleAllows(int connections) {
    int rest = connections % window;
    return least == 0 ? 0 : connections / window * least + Math.max(0, rest - (window - least));
  }
}
