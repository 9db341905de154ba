package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.stats.Spread;
import java.util.LinkedHashMap;
import java.util.List;
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
    int ramps = question.ruleCase().integer("ramps", 1);
    for (int turn = 0; turn < 2 * ramps; turn++) {
      int run = turn % 2;
      String cheapest = CleanHistories.BOTH.get(run);
      String dear = CleanHistories.BOTH.get(1 - run);
      String order = run == 0 ? "as named" : "swapped";
      String of = ramps > 1 ? ", " + (1 + turn / 2) + " of " + ramps : "";
      for (String service : services(question)) {
        Map<String, String> attributes = ramp(paths("ramp", cheapest, dear, order), question);
        attributes.put("listener", service);
        if (isOfTwoServices(question)) {
          attributes.put("alike", "the two services");
        }
        chronicle.prober("held");
        chronicle.phase("ramp " + order + ", " + service + of, attributes);
        ramp(chronicle, cheapest, dear, threshold, level, question, random);
      }
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

  /** C10 asks of two services whether they spill alike. */
  private static boolean isOfTwoServices(Question question) {
    return question.rule().id().equals("C10");
  }

  private static List<String> services(Question question) {
    return isOfTwoServices(question) ? List.of("orders", "payments") : List.of("backend");
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
    int planned = question.ruleCase().integer("held", 0);
    int made = 0;
    int wanted = question.ruleCase().integer("after-spill");
    int after = 0;
    int dearAfter = 0;
    boolean spilled = false;
    while (!spilled || after < wanted || made < planned) {
      boolean decided = level ? ahead != 0 : ahead < 0 && !spilled;
      boolean alternative = decided ? ahead > 0 : random.nextBoolean();
      after += spilled ? 1 : 0;
      dearAfter += spilled && alternative ? 1 : 0;
      spilled |= alternative;
      ahead += alternative ? -1 : 1;
      chronicle.held(alternative ? dear : cheapest);
      made++;
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

  /** The attributes of a ramp, which says how its connections ended. */
  private static Map<String, String> ramp(Map<String, String> paths, Question question) {
    paths.put("closed-by", question.ruleCase().parameters().getOrDefault("closed-by", "client"));
    return paths;
  }

  private static Map<String, String> paths(
      String role, String cheapest, String dear, String order) {
    return new LinkedHashMap<>(
        Map.of("role", role, "cheapest", cheapest, "alternative", dear, "order", order));
  }
}
