package io.spillway.harness.stats;

/**
 * What can be said of connections that must be spread over two paths, each of which takes at least
 * a smallest share: "at least a quarter of the next 40". A router that flips fair coins keeps the
 * rule and yet misses the share in a small sample now and then, so counts that a coin brings about
 * with probability alpha or more are not called a violation; they leave the verdict open.
 *
 * @param n connections, at least 1
 * @param shareMin the share that each path takes, at least; above 0 and below 1/2
 * @param alpha the probability that fair coins are called a violation, at most; above 0, below 1
 */
public record Spread(int n, double shareMin, double alpha) {

  /** Refuses what is no smallest share of two. */
  public Spread {
    if (!(shareMin > 0 && shareMin < 0.5)) {
      throw new IllegalArgumentException(
          "the smallest share of two paths must lie between 0 and 1/2, is " + shareMin);
    }
    Binomials.acceptanceRegion(n, 0.5, alpha);
  }

  /** {@return the fewest connections of a path that keep the rule} */
  public int least() {
    return (int) Math.ceil(shareMin * n);
  }

  /** {@return fewer connections of a path than this are a violation; at most {@link #least}} */
  public int certain() {
    return Math.min(least(), Binomials.acceptanceRegion(n, 0.5, alpha).low());
  }

  /** {@return whether every count is an answer} */
  public boolean isDecisive() {
    return certain() == least();
  }

  /**
   * How many connections it takes until no count leaves the verdict open, for any number from there
   * on.
   *
   * @param shareMin as above; the nearer to 1/2, the more it takes
   * @param alpha as above
   * @return connections
   * @throws IllegalArgumentException if an argument is out of its range, or {@code shareMin} is so
   *     near to 1/2 that more than a million are needed
   */
  public static int decisiveFrom(double shareMin, double alpha) {
    int n = 1;
    int decisive = 0;
    // Hoeffding: from here on coins miss the share with a probability below alpha.
    double certainly = Math.log(2 / alpha) / (2 * Math.pow(0.5 - shareMin, 2)) + 1 / shareMin;
    if (certainly > 1_000_000) {
      throw new IllegalArgumentException(
          "a smallest share of " + shareMin + " is too near to 1/2 to be told from it");
    }
    for (; n <= certainly; n++) {
      decisive = new Spread(n, shareMin, alpha).isDecisive() ? decisive : n;
    }
    return decisive + 1;
  }
}
