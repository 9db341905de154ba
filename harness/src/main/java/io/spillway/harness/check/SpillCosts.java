package io.spillway.harness.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The costs of two paths and the spill points that they allow.
 *
 * <p>Perceived costs (rhsi-5, skupper-1, skupper-routing, Understanding link cost) make the first
 * connection spill when as many are open as the costs differ, or with one more; open connections
 * that must exceed the alternative's cost (skupper-2.2, Understanding link cost behavior) when as
 * many are open as it costs, or with one more. Ties are free.
 *
 * @param best cost of the cheapest path, at least 0
 * @param alternative cost of the other path, at least {@code best}
 */
record SpillCosts(int best, int alternative) {

  static SpillCosts of(Question question) {
    int best = question.ruleCase().integer("best");
    int alternative = question.ruleCase().integer("alternative");
    if (best < 0 || alternative < best) {
      throw new IllegalArgumentException(
          "the alternative must not cost less than the best path, which costs at least 0: "
              + alternative
              + " against "
              + best);
    }
    return new SpillCosts(best, alternative);
  }

  List<Integer> allowed() {
    return new ArrayList<>(
        new TreeSet<>(
            List.of(alternative - best, alternative - best + 1, alternative, alternative + 1)));
  }

  int highest() {
    return alternative + 1;
  }

  boolean allows(long open) {
    return perceived(open) || counted(open);
  }

  String allowedInWords() {
    return allowed().stream().map(Words::count).collect(Collectors.joining(", "));
  }

  String reading(List<Long> open) {
    boolean perceived = open.stream().allMatch(this::perceived);
    boolean counted = open.stream().allMatch(this::counted);
    if (perceived && counted) {
      return "either reading";
    }
    return perceived
        ? "perceived-cost reading"
        : counted ? "open-connections reading" : "different readings in the two orders";
  }

  private boolean perceived(long open) {
    return open == alternative - best || open == alternative - best + 1;
  }

  private boolean counted(long open) {
    return open == alternative || open == alternative + 1;
  }
}
