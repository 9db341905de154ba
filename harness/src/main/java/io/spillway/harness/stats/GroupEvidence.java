package io.spillway.harness.stats;

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
