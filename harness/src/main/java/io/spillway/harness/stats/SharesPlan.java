package io.spillway.harness.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a division over groups shows when the number of observations is given beforehand, as by a
 * time budget: the companion of {@link SequentialShares}. Each group's count must stay in its exact
 * acceptance region, with alpha divided over the groups (two groups are one question).
 *
 * <p>Immutable; nothing is approximated.
 *
 * @param expectedShares the share of each group, above 0; at least two, with a sum of 1
 * @param alpha the probability that a division at the expected shares leaves a region, at most
 * @param power the probability with which what is found out is found out, at least
 */
public record SharesPlan(Map<String, Double> expectedShares, double alpha, double power) {

  /** More observations than anybody makes. */
  private static final int MAX = 1 << 26;

  /** Copies the shares, keeping their order, and refuses what cannot be planned. */
  public SharesPlan {
    if (!(alpha > 0 && alpha < 1 && power > 0 && power < 1)) {
      throw new IllegalArgumentException(
          "alpha and power must lie between 0 and 1, are " + alpha + " and " + power);
    }
    double sum = expectedShares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (expectedShares.size() < 2
        || Math.abs(sum - 1) > 1e-9
        || expectedShares.values().stream().anyMatch(share -> !(share > 0))) {
      throw new IllegalArgumentException(
          "at least two shares above 0 that sum to 1 are needed: " + expectedShares);
    }
    expectedShares = Collections.unmodifiableMap(new LinkedHashMap<>(expectedShares));
  }

  /**
   * The counts of a group that are accepted.
   *
   * @param group its name
   * @param n observations, at least 1
   * @return the region
   * @throws IllegalArgumentException if there is no such group
   */
  public Binomials.Region region(String group, int n) {
    return region(share(group), n);
  }

  /**
   * The nearest shares of a group, on either side of the expected one, that {@code n} observations
   * find out with the power asked for.
   *
   * @param group its name
   * @param n observations, at least 1
   * @return the two shares; empty if the sample is too small to find out any share on one side
   * @throws IllegalArgumentException if there is no such group
   */
  public Optional<Binomials.Interval> foundOut(String group, int n) {
    return foundOut(share(group), n);
  }

  /**
   * The deviation that {@code n} observations find out, whichever group it is in and whatever its
   * direction.
   *
   * @param n observations, at least 1
   * @return a deviation as a fraction (0.05 is 5 points); empty if the sample is too small
   */
  public OptionalDouble effect(int n) {
    double widest = 0;
    for (double share : expectedShares.values()) {
      Optional<Binomials.Interval> found = foundOut(share, n);
      if (found.isEmpty()) {
        return OptionalDouble.empty();
      }
      double here = Math.max(share - found.get().low(), found.get().high() - share);
      widest = Math.max(widest, here);
    }
    return OptionalDouble.of(widest);
  }

  /**
   * A number of observations that finds out this effect. Counts are whole numbers, so a sample that
   * is a little larger may find out a little less; this one is enough, and the least number that is
   * lies less than 2 % below it.
   *
   * @param effect the deviation to be found out
   * @return observations
   * @throws IllegalArgumentException if the effect does not leave a share between 0 and 1, or is so
   *     small that more than 67 million observations would be needed
   */
  public int observations(Effect effect) {
    int enough = 1;
    while (!findsOut(effect, enough)) {
      if (enough >= MAX) {
        throw new IllegalArgumentException(
            "%s of %s needs more than %d observations; choose a larger effect"
                .formatted(effect, expectedShares, MAX));
      }
      enough *= 2;
    }
    int tooFew = enough / 2;
    while (enough - tooFew > 1) {
      int middle = tooFew + (enough - tooFew) / 2;
      if (findsOut(effect, middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  private boolean findsOut(Effect effect, int n) {
    for (double share : expectedShares.values()) {
      Binomials.Interval asked = effect.around(share);
      Optional<Binomials.Interval> found = foundOut(share, n);
      if (found.isEmpty() || found.get().low() < asked.low() || found.get().high() > asked.high()) {
        return false;
      }
    }
    return true;
  }

  private Optional<Binomials.Interval> foundOut(double share, int n) {
    Binomials.Region region = region(share, n);
    if (region.low() == 0 || region.high() == n) {
      return Optional.empty();
    }
    return Optional.of(
        new Binomials.Interval(
            Binomials.foundOutBelow(region.low(), n, power),
            Binomials.foundOutAbove(region.high() + 1, n, power)));
  }

  private Binomials.Region region(double share, int n) {
    int questions = expectedShares.size() == 2 ? 1 : expectedShares.size();
    return Binomials.acceptanceRegion(n, share, alpha / questions);
  }

  private double share(String group) {
    Double share = expectedShares.get(group);
    if (share == null) {
      throw new IllegalArgumentException("no group " + group + ", only " + expectedShares.keySet());
    }
    return share;
  }
}
