package io.spillway.harness.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a statistical verdict is worth.
 *
 * <p>A verdict on several phases is worth no more than the weakest of them. So it has the figures
 * of one of its phases, as {@code effect} says: of the first that made it as grave as it is or,
 * where none did or that one counts nothing, of the phase with the fewest observations. Only {@code
 * alpha} belongs to all of them together.
 *
 * @param n how many observations it rests on
 * @param alpha the probability that a router that keeps the rule is failed by chance, at most: all
 *     that was spent on the verdict
 * @param effect the deviation that would have been seen, in words with its unit, such as {@code ±5
 *     points}
 * @param power the probability with which it would have been seen, at least
 * @param interval where the true share lies of what was counted; empty where nothing is a share
 */
public record Statistics(
    long n, double alpha, String effect, double power, Optional<TrueShare> interval) {

  /** What a verdict is worth that counts nothing of which a share could be told. */
  Statistics(long n, double alpha, String effect, double power) {
    this(n, alpha, effect, power, Optional.empty());
  }

  /** {@return the same, and where the true share lies} */
  Statistics with(TrueShare estimate) {
    return new Statistics(n, alpha, effect, power, Optional.of(estimate));
  }

  /** {@return the one of these with the fewest observations, the first of several} */
  static Optional<Statistics> weakest(List<Statistics> parts) {
    return parts.stream().min(Comparator.comparingLong(Statistics::n));
  }

  /** {@return the same, with the effect said of this part of what was judged} */
  Statistics in(String part) {
    return new Statistics(n, alpha, effect + ", in " + part, power, interval);
  }

  /** {@return the same for a verdict on which so much was spent} */
  Statistics spending(double alphaOfAll) {
    return new Statistics(n, alphaOfAll, effect, power, interval);
  }
}
