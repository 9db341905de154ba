package io.spillway.harness.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a verdict on held ramps is worth.
 *
 * <p>Where the spread after the first spill is judged, it counts the connections after that, and
 * tells the share of the path that fewer of them took in the most uneven ramp. Where it is not, it
 * counts all connections, and tells how many of the ramps may spill where no reading lets them: a
 * spill point is a number and no share. A ramp that has not spilled is told before any other.
 *
 * @param ramps the ramps
 * @param points what is allowed of their first spills
 * @param spread what is asked of all that follows
 * @param alpha what the verdict spends
 */
record SpillWorth(List<HeldRamp> ramps, SpillPoints points, SpillSpread spread, double alpha) {

  /** {@return what it is worth; empty if nothing was held} */
  Optional<Statistics> of() {
    int held = ramps.stream().mapToInt(ramp -> ramp.served().size()).sum();
    if (held == 0) {
      return Statistics.ofService(ramps.stream().flatMap(r -> r.failed().stream()).toList());
    }
    Optional<HeldRamp> unspilled =
        ramps.stream()
            .filter(ramp -> ramp.spill().isEmpty() && !ramp.served().isEmpty())
            .max(Comparator.comparingInt(ramp -> ramp.served().size()));
    int judged = ramps.stream().mapToInt(ramp -> spread.judged(ramp).size()).sum();
    Statistics worth =
        new Statistics(
            judged > 0 ? judged : held, alpha, effect(unspilled.isPresent()), Statistics.POWER);
    if (unspilled.isPresent()) {
      HeldRamp ramp = unspilled.orElseThrow();
      return Optional.of(
          worth.with(
              TrueShare.between(
                  "connections at " + ramp.alternative() + " in the ramp " + ramp.words(),
                  0,
                  ramp.served().size())));
    }
    return Optional.of(worth.with(judged > 0 ? ofTheMostUneven() : ofThoseAstray()));
  }

  private String effect(boolean unspilled) {
    String none = "no spill in " + Words.count(points.surelyBeyond(), "connection");
    int lateness = points.lateness(Statistics.POWER);
    String late =
        lateness == 0 ? none : "spills that come " + Words.count(lateness, "connection") + " late";
    int longest = ramps.stream().mapToInt(ramp -> spread.judged(ramp).size()).max().orElse(0);
    String points = unspilled && lateness > 0 ? none + ", or " + late : late;
    return longest == 0 ? points : spread.effect(longest) + ", or " + points;
  }

  private TrueShare ofTheMostUneven() {
    HeldRamp ramp =
        ramps.stream()
            .filter(each -> !spread.judged(each).isEmpty())
            .min(
                Comparator.comparingDouble(
                    each -> (double) fewest(each) / spread.judged(each).size()))
            .orElseThrow();
    int n = spread.judged(ramp).size();
    boolean alternative = ramp.onAlternative(spread.judged(ramp)) == fewest(ramp);
    return TrueShare.between(
        "connections at "
            + (alternative ? ramp.alternative() : ramp.cheapest())
            + " after the spill of the ramp "
            + ramp.words(),
        fewest(ramp),
        n);
  }

  private int fewest(HeldRamp ramp) {
    int there = ramp.onAlternative(spread.judged(ramp));
    return Math.min(there, spread.judged(ramp).size() - there);
  }

  private TrueShare ofThoseAstray() {
    List<HeldRamp> spilled = ramps.stream().filter(ramp -> ramp.spill().isPresent()).toList();
    int astray = (int) spilled.stream().filter(ramp -> points.readings(ramp).isEmpty()).count();
    return TrueShare.atMost("ramps that spill where no reading lets them", astray, spilled.size());
  }
}
