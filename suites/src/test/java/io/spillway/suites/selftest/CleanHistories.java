package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.stats.SequentialShares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What routers that keep the rules do, without a router: for each check the history that its
 * scenario would record of one, drawn at random where the documents leave it to chance.
 */
final class CleanHistories {

  static final List<String> BOTH = List.of("east", "north");

  private CleanHistories() {}

  /** Draws a history that keeps the rule of this question. */
  interface Generator {
    History draw(Question question, SplittableRandom random);
  }

  /** {@return what draws histories for this check} */
  static Generator of(String check) {
    return switch (check) {
      case "both-serve" -> CleanHistories::bothServe;
      case "spill-threshold", "return-after-release" -> SpillHistories::draw;
      case "priority-failover", "priority-failback" -> CleanHistories::priority;
      case "site-failover" -> CleanHistories::siteFailover;
      case "phase-claims" -> CleanHistories::claims;
      default -> throw new IllegalArgumentException("nobody simulates histories for " + check);
    };
  }

  /**
   * As many phases as the case has, of one kind of claim: shares where it has weights, told where
   * it has a limit for that, and else a single key.
   */
  private static History claims(Question question, SplittableRandom random) {
    Map<String, String> parameters = question.ruleCase().parameters();
    List<String> keys =
        parameters.containsKey("weights")
            ? List.copyOf(WeightedPlan.weights(parameters.get("weights")).keySet())
            : List.of("first", "second");
    Chronicle chronicle = new Chronicle(oneSiteEach(keys));
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      String name = "phase " + phase;
      if (parameters.containsKey("weights")) {
        shares(chronicle, name, question, random);
      } else if (parameters.containsKey("told-limit-seconds")) {
        chronicle.phase(name, Map.of("claim", "told"));
        for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
          chronicle.failed(random.nextBoolean() ? Outcome.REFUSED : Outcome.RESET);
        }
      } else {
        chronicle.phase(name, Map.of("claim", "only", "by", "key", "to", "first"));
        for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
          chronicle.served("site-first");
        }
      }
    }
    return chronicle.told();
  }

  /** Each connection draws its key; the scenario stops when its test knows. */
  private static void shares(
      Chronicle chronicle, String phase, Question question, SplittableRandom random) {
    Map<String, Integer> weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    List<String> keys = List.copyOf(weights.keySet());
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    chronicle.phase(
        phase,
        Map.of("claim", "shares", "by", "key", "weights", question.ruleCase().text("weights")));
    SequentialShares test = WeightedPlan.test(question, weights);
    while (test.decision() == SequentialShares.Decision.CONTINUE) {
      int left = random.nextInt(sum);
      int key = 0;
      while (left >= weights.get(keys.get(key))) {
        left -= weights.get(keys.get(key));
        key++;
      }
      chronicle.served("site-" + keys.get(key));
      test.add(keys.get(key));
    }
  }

  /** At equal cost each connection is a fair coin. */
  private static History bothServe(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(backends());
    chronicle.phase("hold", Map.of("role", "hold"));
    for (int i = 0; i < question.ruleCase().integer("hold"); i++) {
      chronicle.held(BOTH.get(random.nextInt(2)));
    }
    return chronicle.told();
  }

  /** Fails and restores the first two keys in both orders, as the scenario does. */
  private static History priority(Question question, SplittableRandom random) {
    List<String> keys = List.of(question.ruleCase().text("keys").split(" "));
    PriorityCourse course =
        new PriorityCourse(
            keys, question.ruleCase().integer("steady-attempts"), random, oneSiteEach(keys));
    String first = keys.get(0);
    String second = keys.get(1);
    course.steady("start");
    course.fail(first);
    course.fail(second);
    course.restore(second);
    course.restore(first);
    course.fail(second);
    course.fail(first);
    course.restore(first);
    course.restore(second);
    return course.chronicle.told();
  }

  /** One play of the priority scenario, on a router that takes a few attempts to notice. */
  private static final class PriorityCourse {
    private final List<String> keys;
    private final int attempts;
    private final SplittableRandom random;
    private final Chronicle chronicle;
    private final TreeSet<String> down = new TreeSet<>();
    private int step;

    PriorityCourse(
        List<String> keys, int attempts, SplittableRandom random, List<WorkloadInfo> workloads) {
      this.keys = keys;
      this.attempts = attempts;
      this.random = random;
      this.chronicle = new Chronicle(workloads);
    }

    void steady(String because) {
      chronicle.phase("steady " + step, attributes("steady", because));
      for (int i = 0; i < attempts; i++) {
        chronicle.served("site-" + expected());
      }
    }

    void fail(String key) {
      String before = expected();
      down.add(key);
      transition("failure", key);
      chronicle.served("site-" + before);
      chronicle.fault("killed", "site-" + key);
      for (int late = random.nextInt(4); late > 0 && before.equals(key); late--) {
        chronicle.failed(random.nextBoolean() ? Outcome.REFUSED : Outcome.RESET);
      }
      chronicle.served("site-" + expected());
      steady("failure");
    }

    void restore(String key) {
      String before = expected();
      down.remove(key);
      transition("restoration", key);
      chronicle.served("site-" + before);
      chronicle.heal("site-" + key);
      for (int late = random.nextInt(4); late > 0; late--) {
        chronicle.served("site-" + before);
      }
      chronicle.served("site-" + expected());
      steady("restoration");
    }

    private void transition(String because, String key) {
      step++;
      Map<String, String> attributes = attributes("transition", because);
      attributes.put("key", key);
      chronicle.phase("transition " + step, attributes);
    }

    private String expected() {
      return keys.stream().filter(key -> !down.contains(key)).findFirst().orElseThrow();
    }

    private Map<String, String> attributes(String role, String because) {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("role", role);
      attributes.put("because", because);
      attributes.put("expect", expected());
      attributes.put("unavailable", String.join(" ", down));
      return attributes;
    }
  }

  /** A site fails under load from all three probers, traffic leaves it, and it comes back. */
  private static History siteFailover(Question question, SplittableRandom random) {
    String way = question.ruleCase().text("way");
    Chronicle chronicle = new Chronicle(backends());
    for (int repeat = 1; repeat <= question.ruleCase().integer("repeats"); repeat++) {
      String victim = BOTH.get(repeat % 2);
      String survivor = BOTH.get(1 - repeat % 2);
      chronicle.phase("load " + repeat, failover("load", repeat, victim, way));
      for (String prober : List.of("open-loop", "closed-loop-1", "closed-loop-16")) {
        chronicle.prober(prober);
        chronicle.served(victim);
        chronicle.served(random.nextBoolean() ? victim : survivor);
      }
      chronicle.fault(way, victim);
      for (String prober : List.of("open-loop", "closed-loop-1", "closed-loop-16")) {
        chronicle.prober(prober);
        for (int late = random.nextInt(3); late > 0; late--) {
          chronicle.failed(random.nextBoolean() ? Outcome.RESET : Outcome.TIMED_OUT);
        }
        chronicle.served(survivor);
      }
      chronicle.phase("after " + repeat, failover("after", repeat, victim, way));
      for (int i = 0; i < question.ruleCase().integer("after-attempts"); i++) {
        chronicle.served(survivor);
      }
      chronicle.phase("recovery " + repeat, failover("recovery", repeat, victim, way));
      chronicle.heal(victim);
      for (int late = random.nextInt(4); late > 0; late--) {
        chronicle.served(survivor);
      }
      chronicle.served(victim);
    }
    return chronicle.told();
  }

  private static Map<String, String> failover(String role, int repeat, String victim, String way) {
    return Map.of("role", role, "repeat", Integer.toString(repeat), "victim", victim, "way", way);
  }

  static List<WorkloadInfo> backends() {
    return BOTH.stream().map(site -> new WorkloadInfo(site, "backend", "backend")).toList();
  }

  private static List<WorkloadInfo> oneSiteEach(List<String> keys) {
    List<WorkloadInfo> workloads = new ArrayList<>();
    keys.forEach(key -> workloads.add(new WorkloadInfo("site-" + key, key, key)));
    return workloads;
  }
}
