package io.spillway.harness.check;

import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.LagOne;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the order in which destinations followed one another: how often each one came right after
 * itself, and how long the runs of the same one were, each beside what chance would do with the
 * same shares.
 *
 * @param phase the phase
 * @param order the destination of each connection, in the order in which they were due
 * @param lag who followed whom
 */
record OrderDrawings(Phase phase, List<String> order, LagOne lag) {

  /** Runs of this length and longer ones share a bar. */
  private static final int LONG = 6;

  /** Draws. */
  void draw(Findings findings) {
    Map<String, Integer> counts = new HashMap<>();
    order.forEach(group -> counts.merge(group, 1, Integer::sum));
    findings.draw(
        new Drawing.Shares(
            "How often the same destination comes again in the phase "
                + phase.name()
                + ", beside chance",
            lag.groups().stream()
                .filter(group -> followedAtAll(group) > 0)
                .map(group -> again(group, counts.get(group)))
                .toList()));
    findings.draw(
        new Drawing.Shares(
            "Lengths of runs of the same destination in the phase "
                + phase.name()
                + ", beside chance",
            runs(counts)));
  }

  private Drawing.Bar again(String group, int count) {
    double chance = (count - 1.0) / (order.size() - 1);
    return Drawing.Bar.of(
        group + " after " + group, lag.followed(group, group), followedAtAll(group), chance);
  }

  private int followedAtAll(String group) {
    return lag.groups().stream().mapToInt(next -> lag.followed(group, next)).sum();
  }

  private List<Drawing.Bar> runs(Map<String, Integer> counts) {
    int[] lengths = new int[LONG];
    int all = 0;
    int length = 0;
    for (int i = 0; i < order.size(); i++) {
      length++;
      if (i + 1 == order.size() || !order.get(i + 1).equals(order.get(i))) {
        lengths[Math.min(length, LONG) - 1]++;
        all++;
        length = 0;
      }
    }
    List<Drawing.Bar> bars = new ArrayList<>();
    for (int i = 0; i < LONG; i++) {
      String label = "runs of " + (i + 1) + (i + 1 < LONG ? "" : " or more");
      bars.add(Drawing.Bar.of(label, lengths[i], all, chanceOfRun(i + 1, counts)));
    }
    return bars;
  }

  /**
   * The share of runs of this length where each destination is drawn anew: a run of one with the
   * share p begins with probability p (1 − p), and goes on with probability p.
   */
  private double chanceOfRun(int length, Map<String, Integer> counts) {
    double begun = 0;
    double thatLong = 0;
    for (int count : counts.values()) {
      double p = (double) count / order.size();
      double begins = p * (1 - p);
      begun += begins;
      thatLong += begins * Math.pow(p, length - 1.0) * (length < LONG ? 1 - p : 1);
    }
    return thatLong / begun;
  }
}
