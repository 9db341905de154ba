package io.spillway.harness.stats;

import java.util.Optional;

/**
 * The evidence on one group's share: that it is not the expected one, and that it is not off by the
 * effect. An accumulator; see {@link SequentialShares} for what its two sides are worth.
 */
final class GroupEvidence {

  private final double share;
  private final double priorIn;
  private final double priorOut;
  private final Ratio above;
  private final Ratio below;
  private int in;
  private int out;
  private double logEvidence;

  /**
   * Weighs nothing yet.
   *
   * @param share the expected share
   * @param off the nearest shares that are off by the effect
   */
  GroupEvidence(double share, Binomials.Interval off) {
    this.share = share;
    double deviation = (off.high() - off.low()) / 2;
    double prior = share * (1 - share) / (deviation * deviation) - 1;
    this.priorIn = prior * share;
    this.priorOut = prior * (1 - share);
    this.above = new Ratio(share, off.high());
    this.below = new Ratio(share, off.low());
  }

  /** Takes an observation into account: whether it fell in the group. */
  void add(boolean hit) {
    double seen = priorIn + priorOut + in + out;
    if (hit) {
      logEvidence += Math.log((priorIn + in) / seen / share);
      in++;
    } else {
      logEvidence += Math.log((priorOut + out) / seen / (1 - share));
      out++;
    }
  }

  /** Remembers how far the alternatives have fallen by now. */
  void look() {
    above.weigh(in, out);
    below.weigh(in, out);
  }

  /** {@return the logarithm of the evidence against the expected share} */
  double logEvidence() {
    return logEvidence;
  }

  /** {@return whether both alternatives had fallen to this likelihood ratio at some look} */
  boolean conforms(double logRatio) {
    return above.lowest <= logRatio && below.lowest <= logRatio;
  }

  /**
   * {@return the nearest shares on either side of the expected one under which so many observations
   * are evidence enough against it, with this power; empty if on some side there is none}
   *
   * @param n observations, at least 0
   * @param logEnough the evidence that is enough, as {@link #logEvidence} tells it
   * @param power above 0 and below 1
   */
  Optional<Binomials.Interval> foundOut(int n, double logEnough, double power) {
    double log = 0; // of none of them in the group, and then of one more each time
    for (int misses = 0; misses < n; misses++) {
      log += Math.log((priorOut + misses) / (priorIn + priorOut + misses) / (1 - share));
    }
    int fewest = 0;
    int most = n + 1;
    for (int hits = 0; hits <= n; hits++) {
      if (log >= logEnough && hits < share * n) {
        fewest = hits + 1;
      } else if (log >= logEnough) {
        most = Math.min(most, hits);
      }
      log += Math.log((priorIn + hits) / share) - Math.log((priorOut + n - hits - 1) / (1 - share));
    }
    return fewest == 0 || most > n
        ? Optional.empty()
        : Optional.of(
            new Binomials.Interval(
                Binomials.foundOutBelow(fewest, n, power),
                Binomials.foundOutAbove(most, n, power)));
  }

  /** {@return how far the farther one of these shares is from the expected one} */
  double distance(Binomials.Interval shares) {
    return Math.max(share - shares.low(), shares.high() - share);
  }

  /** The likelihood ratio of one alternative to the expected share. */
  private static final class Ratio {
    private final double logIn;
    private final double logOut;
    private double lowest;

    Ratio(double expected, double alternative) {
      this.logIn = Math.log(alternative / expected);
      this.logOut = Math.log((1 - alternative) / (1 - expected));
    }

    void weigh(int in, int out) {
      lowest = Math.min(lowest, in * logIn + out * logOut);
    }
  }
}
