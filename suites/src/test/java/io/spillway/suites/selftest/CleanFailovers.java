package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What routers do that keep the rules of failover, without a router. */
final class CleanFailovers {

  private static final List<String> BOTH = List.of("east", "north");
  private static final List<String> PROBERS =
      List.of("open-loop", "closed-loop-1", "closed-loop-16");

  private CleanFailovers() {}

  /**
   * A site or a workload fails under load from all three probers, traffic leaves it, not always at
   * once, and it comes back.
   */
  static History failover(Question question, SplittableRandom random) {
    String way = question.ruleCase().text("way");
    boolean workload = question.rule().id().equals("F1");
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    for (int repeat = 1; repeat <= question.ruleCase().integer("repeats"); repeat++) {
      String home = BOTH.get(repeat % 2);
      String survivor = BOTH.get(1 - repeat % 2);
      String victim = workload ? home + "/backend" : home;
      chronicle.phase("load " + repeat, failover("load", home, victim, way));
      for (String prober : PROBERS) {
        chronicle.prober(prober);
        chronicle.served(home);
        chronicle.served(random.nextBoolean() ? home : survivor);
      }
      chronicle.fault(way, victim);
      for (String prober : PROBERS) {
        chronicle.prober(prober);
        for (int late = random.nextInt(3); late > 0; late--) {
          chronicle.failed(random.nextBoolean() ? Outcome.RESET : Outcome.TIMED_OUT);
        }
        chronicle.served(survivor);
      }
      chronicle.phase("after " + repeat, failover("after", home, victim, way));
      chronicle.prober("closed-loop-64");
      if (random.nextInt(4) == 0) {
        chronicle.served(survivor);
        chronicle.failed(Outcome.RESET);
      }
      for (int i = 0; i < question.ruleCase().integer("after-attempts"); i++) {
        chronicle.served(survivor);
      }
      chronicle.phase("recovery " + repeat, failover("recovery", home, victim, way));
      chronicle.heal(victim);
      for (int late = random.nextInt(4); late > 0; late--) {
        chronicle.served(survivor);
      }
      chronicle.served(home);
    }
    return chronicle.told();
  }

  private static Map<String, String> failover(String role, String home, String victim, String way) {
    return Map.of(
        "role", role, "home", home, "at", "shop", "away", home, "victim", victim, "way", way);
  }

  /** A workload can no longer be connected; whoever was connected then may be lost. */
  static History retryAtConnect(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    for (int fault = 1; fault <= question.ruleCase().integer("faults"); fault++) {
      String home = BOTH.get(fault % 2);
      String victim = home + "/backend";
      chronicle.phase(
          "load " + fault, Map.of("role", "load", "home", home, "victim", victim, "way", "dead"));
      chronicle.served(home);
      for (int lost = random.nextInt(3); lost > 0; lost--) {
        chronicle.failed(Outcome.RESET);
      }
      chronicle.fault("dead", victim);
      for (int i = 0; i < question.ruleCase().integer("window-attempts"); i++) {
        chronicle.served(BOTH.get(1 - fault % 2));
      }
      chronicle.heal(victim);
    }
    return chronicle.told();
  }
}
