package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.stats.Binomials;
import io.spillway.harness.stats.LevelWalk;
import io.spillway.harness.stats.Spread;
import io.spillway.harness.stats.Stretches;
import java.util.List;
import java.util.Optional;

/**
 * Whether everything after the first spill of a ramp is spread over both paths: the first
 * connections that the rule names, and every stretch of the rest, for a plateau may sit anywhere: a
 * real router had one from the 460th to the 500th connection, at a cost of 50.
 *
 * @param window of so many connections in a row each path takes its smallest share
 * @param shareMin that share; 0 where the rule asks for none
 * @param alpha the probability that a ramp spread by fair coins is called a violation
 */
record SpillSpread(int window, double shareMin, double alpha) {

  private static final double ALPHA_OF_LEVEL = 0.1;

  /** {@return the connections of a ramp of which the spread is judged} */
  List<Attempt> judged(HeldRamp ramp) {
    return shareMin == 0 ? List.of() : ramp.afterSpill();
  }

  /** Judges one ramp. */
  void judge(HeldRamp ramp, Findings findings) {
    if (ramp.spill().isEmpty() || shareMin == 0) {
      return;
    }
    List<Attempt> after = ramp.afterSpill();
    List<Attempt> first = after.subList(0, Math.min(window, after.size()));
    int missing = window - first.size();
    int fewest = fewest(ramp, first);
    Spread spread = new Spread(window, shareMin, alpha);
    String expected = expected(spread.least(), window);
    String sentence =
        "After the spill of the ramp "
            + ramp.words()
            + " "
            + observed(ramp, first)
            + "; "
            + expected
            + ".";
    Optional<Stretches.Stretch> worst =
        missing > 0 ? Optional.empty() : stretches(ramp.sides(after)).worst(ramp.sides(after));
    if (missing > 0 && fewest + missing < spread.certain()) {
      findings.misplaced(
          sentence,
          new Evidence(Findings.indexes(first), expected, observed(ramp, first)),
          List.of(ramp.phase()));
    } else if (missing > 0) {
      findings.doubt(
          "Only "
              + Words.count(first.size(), "connection")
              + " after the spill of the ramp "
              + ramp.words()
              + ", "
              + Words.count(window)
              + " are needed.",
          expected,
          observed(ramp, first));
    } else if (worst.isPresent()) {
      uneven(ramp, after, worst.orElseThrow(), findings);
    } else if (fewest < spread.least() && thin(ramp, after)) {
      findings.doubt(
          sentence
              + " A router that spreads by fair coins would do this too, with a probability above "
              + Words.probability(alpha)
              + ".",
          expected,
          observed(ramp, first));
    } else {
      findings.support(first, expected, observed(ramp, first));
    }
  }

  /** {@return whether no stretch after the spill breaks the spread} */
  boolean isKept(HeldRamp ramp) {
    List<Boolean> after = ramp.sides(ramp.afterSpill());
    return shareMin == 0 || after.size() < window || stretches(after).worst(after).isEmpty();
  }

  /** {@return what would have been seen, in words} */
  String effect(int after) {
    Stretches looks =
        new Stretches(Math.max(window, after), window, shareMin, (1 - ALPHA_OF_LEVEL) * alpha);
    return "a path with "
        + Words.percent(
            Binomials.foundOutBelow(Math.max(1, looks.certain()), window, Statistics.POWER))
        + " or less after the spill, or a plateau of "
        + Words.count(looks.plateau())
        + " connections";
  }

  /**
   * Where coins explain a sequence, they excuse what they do; one that is level for longer than
   * they ever are is not their work, and each of its stretches has to keep the share.
   */
  private Stretches stretches(List<Boolean> sides) {
    int level = LevelWalk.longest(sides);
    return LevelWalk.byChance(sides.size(), level) <= ALPHA_OF_LEVEL * alpha
        ? Stretches.withoutChance(sides.size(), window, shareMin)
        : new Stretches(sides.size(), window, shareMin, (1 - ALPHA_OF_LEVEL) * alpha);
  }

  private void uneven(
      HeldRamp ramp, List<Attempt> after, Stretches.Stretch stretch, Findings findings) {
    List<Attempt> there = after.subList(stretch.from(), stretch.from() + stretch.length());
    String expected = expected(stretch.least(), stretch.length());
    String observed = observed(ramp, there);
    String where =
        stretch.from() == 0
            ? "After the spill of the ramp " + ramp.words()
            : "From connection "
                + Words.count(ramp.served().indexOf(there.get(0)) + 1L)
                + " of the ramp "
                + ramp.words()
                + " on";
    findings.misplaced(
        where + " " + observed + "; " + expected + ".",
        new Evidence(Findings.indexes(there), expected, observed),
        List.of(ramp.phase()));
  }

  private boolean thin(HeldRamp ramp, List<Attempt> after) {
    return fewest(ramp, after) < new Spread(after.size(), shareMin, alpha).least();
  }

  private static int fewest(HeldRamp ramp, List<Attempt> attempts) {
    int onAlternative = ramp.onAlternative(attempts);
    return Math.min(onAlternative, attempts.size() - onAlternative);
  }

  private static String expected(int least, int of) {
    return "at least " + Words.count(least) + " of " + Words.count(of) + " on each path";
  }

  private static String observed(HeldRamp ramp, List<Attempt> attempts) {
    int onAlternative = ramp.onAlternative(attempts);
    return Words.count(attempts.size() - onAlternative)
        + " at "
        + ramp.cheapest()
        + " and "
        + Words.count(onAlternative)
        + " at "
        + ramp.alternative();
  }
}
