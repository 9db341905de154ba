package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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
    chronicle.prober("held");
    for (int i = 0; i < question.ruleCase().integer("hold"); i++) {
      chronicle.held(BOTH.get(random.nextInt(2)));
    }
    return chronicle.told();
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
