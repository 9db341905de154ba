package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.stats.Binomials;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a verdict is worth. Whatever was judged has these figures, be it kept, broken or left open;
 * what was expected and what was observed stands in its {@link Evidence}.
 *
 * <p>A verdict on several phases is worth no more than the weakest of them. So it has the figures
 * of one of its phases, as {@code effect} says: of the first that made it as grave as it is or,
 * where none did or that one counts nothing, of the phase with the fewest observations. Only {@code
 * alpha} belongs to all of them together.
 *
 * <p>A time, a limit and the order of connections are no shares and have no interval: a time is
 * judged on the worst, each repeat's own stands in the evidence, and of an order it is said how
 * seldom chance brings it about.
 *
 * @param n how many observations it rests on
 * @param alpha the probability that a router that keeps the rule is failed by chance, at most: all
 *     that was spent on the verdict
 * @param effect the deviation that would have been seen, in words with its unit, such as {@code ±5
 *     points}
 * @param power the probability with which it would have been seen, at least
 * @param interval where the true share lies of what was counted; empty where a time or an order is
 *     measured
 */
public record Statistics(
    long n, double alpha, String effect, double power, Optional<TrueShare> interval) {

  /** With this probability a deviation would have been seen that is called visible. */
  public static final double POWER = 0.999;

  /** What a verdict is worth that measures no share. */
  Statistics(long n, double alpha, String effect, double power) {
    this(n, alpha, effect, power, Optional.empty());
  }

  /**
   * {@return what a verdict is worth where no more is known than which of these attempts were
   * served; empty if that is known of none}
   */
  static Optional<Statistics> ofService(Collection<Attempt> attempts) {
    int failed = (int) attempts.stream().filter(a -> a.outcome().failed()).count();
    int known = failed + (int) attempts.stream().filter(a -> a.servedBy().isPresent()).count();
    if (known == 0) {
      return Optional.empty();
    }
    String effect =
        "a share of " + Words.percent(Binomials.boundOfNone(known, POWER)) + " or more not served";
    return Optional.of(
        new Statistics(known, 0, effect, POWER)
            .with(TrueShare.atMost("connections not served", failed, known)));
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
