package io.spillway.harness.check;

import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.LagOne;
import io.spillway.harness.stats.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * {@code randomness}: measures whether the destination of a connection depends on the one before.
 *
 * <p>Looks at the phases with {@code measure=randomness}; their attribute {@code by} says whether
 * destinations are keys or sites. Such a phase may make a claim as well, which {@code phase-claims}
 * judges. A router may divide by chance or in turns, and one that takes turns divides more evenly
 * than chance: so nothing is ever held against it, and the verdict is a pass once there was enough
 * to measure.
 */
final class Randomness implements Judge {

  /** What chance does more seldom than this in a phase is called an order. */
  static final double LEVEL = 1e-3;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<Phase> phases = history.phasesWith("measure", "randomness").toList();
    if (phases.isEmpty()) {
      findings.doubt("No phase measures in which order destinations follow one another.");
      return "nothing to measure";
    }
    int wanted = question.ruleCase().integer("attempts");
    List<String> figures = new ArrayList<>();
    int fewest = Integer.MAX_VALUE;
    int groups = 2;
    for (Phase phase : phases) {
      List<String> order =
          history.attempts(phase.name()).stream()
              .map(Groups.of(history, phase).of())
              .flatMap(Optional::stream)
              .toList();
      fewest = Math.min(fewest, order.size());
      Optional<String> lack = lack(phase, order, wanted);
      if (lack.isPresent()) {
        findings.doubt(
            lack.orElseThrow(),
            "an order of " + Words.count(wanted, "connection") + " at two places or more",
            Words.count(order.size(), "connection")
                + " at "
                + Words.count(order.stream().distinct().count(), "place"));
        continue;
      }
      LagOne lag = LagOne.of(order);
      groups = Math.max(groups, lag.groups().size());
      figures.add(tell(phase, order, lag, findings));
      new OrderDrawings(phase, order, lag).draw(findings);
    }
    if (fewest > 0) {
      findings.worth(new Statistics(fewest, 0, effect(fewest, groups), Statistics.POWER));
    }
    if (figures.isEmpty()) {
      return "nothing measured";
    }
    return Words.figure(figures.toArray(String[]::new));
  }

  /** Why nothing can be measured in this phase, if so. */
  private static Optional<String> lack(Phase phase, List<String> order, int wanted) {
    if (order.size() < Math.max(2, wanted)) {
      return Optional.of(
          "Only "
              + Words.count(order.size(), "connection")
              + " served in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed to measure their order.");
    }
    return order.stream().distinct().count() > 1
        ? Optional.empty()
        : Optional.of(
            "All "
                + Words.count(order.size(), "connection")
                + " in the phase "
                + phase.name()
                + " were served by "
                + order.get(0)
                + ", so there is no order to measure.");
  }

  /** Tells what was measured in one phase, and returns its figure. */
  private static String tell(Phase phase, List<String> order, LagOne lag, Findings findings) {
    double p = probability(order, lag);
    String dependence = Words.decimal(Math.round(lag.dependence() * 100) / 100.0 + 0.0, 2);
    String observed =
        "in the phase "
            + phase.name()
            + " the same destination came twice in a row "
            + Words.count(lag.repeats())
            + " times, "
            + Words.decimal(lag.expectedRepeats(), 1)
            + " by chance (dependence "
            + dependence
            + ", p "
            + chance(p)
            + "); the longest run was "
            + Words.count(longest(order));
    findings.support(
        List.of(), "measured, not judged: chance and turns are both allowed", observed);
    findings.note(
        "Of "
            + Words.count(order.size(), "connection")
            + ", "
            + observed
            + ": "
            + (p >= LEVEL
                ? "as chance does"
                : lag.dependence() < 0 ? "it takes turns" : "it sticks")
            + ".");
    return phase.name() + ": dependence " + dependence + ", p " + chance(p);
  }

  /**
   * How seldom chance alone makes so few or so many runs: the exact test for each destination
   * against the others, times their number. Two destinations mirror each other and are one test.
   */
  private static double probability(List<String> order, LagOne lag) {
    int tests = tests(lag.groups().size());
    return lag.groups().stream()
        .limit(tests)
        .mapToDouble(group -> Math.min(1, tests * runs(order, group).pValue()))
        .min()
        .orElseThrow();
  }

  private static String chance(double p) {
    return p < 0.01 ? Words.probability(p) : Words.decimal(p, 2);
  }

  private static int longest(List<String> order) {
    int longest = 0;
    int length = 0;
    for (int i = 0; i < order.size(); i++) {
      length = i > 0 && order.get(i).equals(order.get(i - 1)) ? length + 1 : 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static Runs runs(List<String> order, String group) {
    boolean[] hits = new boolean[order.size()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = order.get(i).equals(group);
    }
    return Runs.of(hits);
  }

  private static int tests(int groups) {
    return groups == 2 ? 1 : groups;
  }

  private static String effect(int n, int groups) {
    return "a dependence of ±"
        + Words.decimal(dependence(n, groups, Statistics.POWER), 2)
        + " on the destination before";
  }

  /**
   * The dependence of a destination on itself that is told from chance: by chance it lies around 0
   * with a standard deviation of 1/√n (Bartlett, On the theoretical specification and sampling
   * properties of autocorrelated time-series, 1946).
   */
  static double dependence(int n, int groups, double power) {
    double sigmas =
        NORMAL.inverseSurvivalProbability(LEVEL / tests(groups) / 2)
            + NORMAL.inverseCumulativeProbability(power);
    return Math.min(1, sigmas / Math.sqrt(n));
  }
}
