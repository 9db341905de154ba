package io.spillway.suites.selftest;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which mutant is failed by which rule, as a page. Safe for use by several threads. */
final class KillMatrix {

  private final Map<String, Mutant> mutants = new LinkedHashMap<>();
  private final List<Rule> rules = Rulebook.load().rules();
  private final Map<String, Map<String, Cell>> cells = new TreeMap<>();

  /**
   * Makes an empty matrix.
   *
   * @param mutants what may be entered, in the order of the rows
   */
  KillMatrix(List<Mutant> mutants) {
    mutants.forEach(mutant -> this.mutants.put(mutant.toString(), mutant));
  }

  /**
   * Enters a cell, in place of an earlier one of the same mutant and rule.
   *
   * @throws IllegalArgumentException if there is no such mutant or no such rule
   */
  synchronized void enter(Cell cell) {
    mutant(cell);
    if (rules.stream().noneMatch(rule -> rule.id().equals(cell.rule()))) {
      throw new IllegalArgumentException("there is no rule " + cell.rule() + ": " + cell);
    }
    cells.computeIfAbsent(cell.mutant(), name -> new TreeMap<>()).put(cell.rule(), cell);
  }

  /** {@return all cells, by mutant and rule} */
  synchronized List<Cell> cells() {
    List<Cell> all = new ArrayList<>();
    cells.values().forEach(row -> all.addAll(row.values()));
    return all;
  }

  /** {@return what is wrong with the cells} */
  synchronized List<String> complaints(Strictness strictness) {
    return cells().stream()
        .flatMap(cell -> strictness.complaint(mutant(cell), cell).stream())
        .toList();
  }

  /** {@return the page, in Markdown, with a row for every mutant that was tried} */
  synchronized String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Kill matrix

        Routers that are wrong on purpose (rows), each judged by the rules (columns): a rule that lets pass
        what breaks it proves nothing, and one that fails what does not break it is unfair. A mutant is judged
        by the case of the rule that it is made to break, with the rulebook's samples but for two: shares are
        decided with a power of 0.999999 in place of 0.999, or of so many mutants one would now and then be
        missed by chance, and F10 makes 2,000 short connections in place of 20,000. Other rules judge it on
        their first case and on small samples. So that nobody waits for a mutant, the limits that a router may
        take are cut to 4 s, the long watches of F1 to F3 to 9 s, and where a fault is repeated at other
        moments (F1 to F3, C8, C11) it acts once. Rows with a single mark repeat a mutant for another case.

        Each run of CI tries one mutant of each rule on it, in the next commit another one, and the healthy
        router on the same cases; `mvn verify -Pself-test` tries every mutant on its rule and on one more,
        and `ci/kill-matrix.sh` all of them on all rules, within hours, and writes this page.

        | mark | meaning |
        | --- | --- |
        | **✗** | failed by the rule that it is made to break |
        | ✗ | failed by a rule that it is known to break as well |
        | ! | failed by a rule that it should not break, or not failed by one that it should: the self-test fails |
        | · | passed |
        | – | not to be judged, as it is known of this mutant and this rule |
        | ? | inconclusive, or the harness broke; where every cell is tried, the self-test fails |
        | | not tried |

        """);
    page.append(tally()).append("\n\n| mutant |");
    rules.forEach(rule -> page.append(' ').append(rule.id()).append(" |"));
    page.append("\n| --- |").append(" --- |".repeat(rules.size())).append('\n');
    mutants.keySet().stream()
        .filter(cells::containsKey)
        .forEach(
            mutant -> {
              page.append("| ").append(mutant).append(" |");
              rules.forEach(rule -> page.append(' ').append(mark(mutant, rule.id())).append(" |"));
              page.append('\n');
            });
    return page.toString();
  }

  private String tally() {
    Map<Verdict, Long> counts =
        cells().stream()
            .collect(
                Collectors.groupingBy(
                    Cell::verdict, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
    return "%d of %d mutants, %d rules; %d of %d cells: %s."
        .formatted(
            cells.size(),
            mutants.size(),
            rules.size(),
            cells().size(),
            mutants.size() * rules.size(),
            counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().word())
                .collect(Collectors.joining(", ")));
  }

  private String mark(String name, String rule) {
    Cell cell = cells.get(name).get(rule);
    if (cell == null) {
      return "";
    }
    Mutant mutant = mutants.get(name);
    boolean due = mutant.expected(rule).contains(cell.verdict());
    return switch (cell.verdict()) {
      case PASS -> due ? "·" : "!";
      case FAIL -> !due ? "!" : rule.equals(mutant.rule()) ? "**✗**" : "✗";
      case INCONCLUSIVE -> due ? "–" : "?";
      case ERROR, NOT_APPLICABLE -> "?";
    };
  }

  private Mutant mutant(Cell cell) {
    Mutant mutant = mutants.get(cell.mutant());
    if (mutant == null) {
      throw new IllegalArgumentException("there is no mutant " + cell.mutant() + ": " + cell);
    }
    return mutant;
  }
}
