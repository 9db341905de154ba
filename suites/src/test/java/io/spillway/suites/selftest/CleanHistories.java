package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
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
      case "failover" -> CleanFailovers::failover;
      case "retry-at-connect" -> CleanFailovers::retryAtConnect;
      case "phase-claims" -> CleanPhases::draw;
      case "randomness" -> CleanHistories::order;
      default -> throw new IllegalArgumentException("nobody simulates histories for " + check);
    };
  }

  /** Fair coins, or strict turns, which are allowed as well. */
  private static History order(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(backends());
    boolean turns = random.nextBoolean();
    chronicle.phase("measure", Map.of("measure", "randomness", "by", "site"));
    for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
      chronicle.served(BOTH.get(turns || i < 2 ? i % 2 : random.nextInt(2)));
    }
    return chronicle.told();
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

  /** {@return a workload at each of the two sites} */
  static List<WorkloadInfo> backends() {
    return BOTH.stream().map(site -> new WorkloadInfo(site, "backend", "backend")).toList();
  }

  /** {@return a workload for each of these keys, at a site of its own} */
  static List<WorkloadInfo> oneSiteEach(List<String> keys) {
    List<WorkloadInfo> workloads = new ArrayList<>();
    keys.forEach(key -> workloads.add(new WorkloadInfo("site-" + key, key, key)));
    return workloads;
  }
}
