package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.stats.Spread;
import java.util.Map;
import java.util.SplittableRandom;

/** What routers that keep the rules of link cost do in held ramps, without a router. */
final class SpillHistories {

  private SpillHistories() {}

  /** Either reading of the threshold; from the tie on fair coins, or perceived costs kept level. */
  static History draw(Question question, SplittableRandom random) {
    int best = question.ruleCase().integer("best");
    int alternative = question.ruleCase().integer("alternative");
    boolean counts = random.nextBoolean();
    boolean level = !counts && random.nextBoolean();
    int threshold = counts ? alternative : alternative - best;
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    boolean several = question.ruleCase().parameters().containsKey("ramps");
    int ramps = several ? question.ruleCase().integer("ramps") : 1;
    for (int turn = 0; turn < 2 * ramps; turn++) {
      int run = turn % 2;
      String cheapest = CleanHistories.BOTH.get(run);
      String dear = CleanHistories.BOTH.get(1 - run);
      String order = run == 0 ? "as named" : "swapped";
      String which = order + (ramps > 1 ? ", " + (1 + turn / 2) + " of " + ramps : "");
      chronicle.prober("held");
      chronicle.phase("ramp " + which, paths("ramp", cheapest, dear, order));
      ramp(chronicle, cheapest, dear, threshold, level, question, random);
      if (ramps == 1) {
        chronicle.prober("sequential");
        chronicle.phase("release " + order, paths("release", cheapest, dear, order));
        for (int i = 0; i < question.ruleCase().integer("sequential"); i++) {
          chronicle.served(cheapest);
        }
      }
    }
    return chronicle.told();
  }

  /** Up to the threshold, then coins, or level but for ties; as long as the scenario makes it. */
  private static void ramp(
      Chronicle chronicle,
      String cheapest,
      String dear,
      int threshold,
      boolean level,
      Question question,
      SplittableRandom random) {
    int ahead = -threshold;
    int wanted = question.ruleCase().integer("after-spill");
    int after = 0;
    int dearAfter = 0;
    boolean spilled = false;
    while (!spilled || after < wanted) {
      boolean decided = level ? ahead != 0 : ahead < 0 && !spilled;
      boolean alternative = decided ? ahead > 0 : random.nextBoolean();
      after += spilled ? 1 : 0;
      dearAfter += spilled && alternative ? 1 : 0;
      spilled |= alternative;
      ahead += alternative ? -1 : 1;
      chronicle.held(alternative ? dear : cheapest);
      if (after == question.ruleCase().integer("after-spill")) {
        wanted = longEnough(question, Math.min(dearAfter, after - dearAfter));
      }
    }
  }

  /** How many connections the scenario makes after a spill whose first ones are so uneven. */
  private static int longEnough(Question question, int fewest) {
    int planned = question.ruleCase().integer("after-spill");
    boolean asked = question.ruleCase().parameters().containsKey("share-min");
    double shareMin = asked ? question.ruleCase().number("share-min") : 0;
    if (shareMin == 0) {
      return planned;
    }
    return fewest < new Spread(planned, shareMin, question.alpha()).least()
        ? Spread.decisiveFrom(shareMin, question.alpha())
        : planned;
  }

  private static Map<String, String> paths(
      String role, String cheapest, String dear, String order) {
    return Map.of("role", role, "cheapest", cheapest, "alternative", dear, "order", order);
  }
}
