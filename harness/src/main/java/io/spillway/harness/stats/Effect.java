package io.spillway.harness.stats;

/**
 * How far a share must be off to be found out: by so many points or, where a share is so small that
 * this would hide its loss, by a factor.
 *
 * <p>Points are meant as long as they take no share below its {@code factor}-th part. With 5 points
 * and a factor of 2 that is down to a share of 10 %; a share of 1 % must be found out at 0.5 % and
 * at 2 %. Near 1 the same holds for what a share lacks to 1, so that the two groups of a division
 * ask for the same.
 *
 * @param points a deviation as a fraction: 0.05 is 5 points; above 0 and below 1
 * @param factor above 1; infinite where points are meant however small the share is
 */
public record Effect(double points, double factor) {

  /** Shares are quotients of weights, so 10 % may be a little less than 0.1. */
  private static final double ROUNDING = 1e-12;

  /** Refuses what is no deviation. */
  public Effect {
    if (!(points > 0 && points < 1)) {
      throw new IllegalArgumentException(
          "an effect must be above 0 and below 1 (0.05 is 5 points), is " + points);
    }
    if (!(factor > 1)) {
      throw new IllegalArgumentException("a factor must be above 1, is " + factor);
    }
  }

  /** {@return an effect of so many points (0.05 is 5), however small the share is} */
  public static Effect points(double points) {
    return new Effect(points, Double.POSITIVE_INFINITY);
  }

  /** {@return whether this share must be found out at a factor, and not at a number of points} */
  public boolean isFactorFor(double share) {
    double smaller = Math.min(share, 1 - share);
    return smaller - points < smaller / factor - ROUNDING;
  }

  /**
   * The nearest shares on either side that must be found out.
   *
   * @param share the expected share, above 0 and below 1
   * @return their interval; its ends lie above 0 and below 1
   * @throws IllegalArgumentException if the effect would take the share to 0 or 1
   */
  public Binomials.Interval around(double share) {
    double low = share - points;
    double high = share + points;
    if (isFactorFor(share)) {
      boolean small = share <= 0.5;
      low = small ? share / factor : 1 - (1 - share) * factor;
      high = small ? share * factor : 1 - (1 - share) / factor;
    }
    if (!(low > 0 && high < 1)) {
      throw new IllegalArgumentException(
          "an effect of "
              + points
              + (Double.isFinite(factor) ? " or a factor of " + factor : "")
              + " must leave a share of "
              + share
              + " between 0 and 1 either way; choose a smaller effect, or a factor for small"
              + " shares");
    }
    return new Binomials.Interval(low, high);
  }
}
