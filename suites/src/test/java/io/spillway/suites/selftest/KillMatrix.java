package io.spillway.suites.selftest;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which mutant is failed by which rule, as a page. Safe for use by several threads. */
final class KillMatrix {

  private final List<Mutant> mutants;
  private final List<Rule> rules = Rulebook.load().rules();
  private final Map<String, Map<String, Verdict>> verdicts = new TreeMap<>();

  KillMatrix(List<Mutant> mutants) {
    this.mutants = List.copyOf(mutants);
  }

  /** Enters the verdict on a mutant by a rule. */
  synchronized void enter(Mutant mutant, String rule, Verdict verdict) {
    verdicts.computeIfAbsent(mutant.toString(), name -> new TreeMap<>()).put(rule, verdict);
  }

  /** {@return the page, in Markdown} */
  synchronized String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Kill matrix

        Routers that are wrong on purpose (rows), each judged by the rules (columns). It is written by
        `mvn verify -Pself-test -DskipUnitTests` to `suites/target/kill-matrix.md`, and with
        `-Dselftest.matrix=full` every cell is tried.

        | mark | meaning |
        | --- | --- |
        | **✗** | failed by the rule that it is made to break |
        | ✗ | failed by a rule that it is known to break as well |
        | ! | failed by a rule that it should not break: the self-test fails |
        | · | passed |
        | ? | inconclusive, or the harness broke |
        | | not tried in this run |

        """);
    page.append(tally()).append("\n\n| mutant |");
    rules.forEach(rule -> page.append(' ').append(rule.id()).append(" |"));
    page.append("\n| --- |").append(" --- |".repeat(rules.size())).append('\n');
    for (Mutant mutant : mutants) {
      page.append("| ").append(mutant).append(" |");
      rules.forEach(rule -> page.append(' ').append(mark(mutant, rule.id())).append(" |"));
      page.append('\n');
    }
    return page.toString();
  }

  private String tally() {
    Map<Verdict, Long> counts =
        verdicts.values().stream()
            .flatMap(row -> row.values().stream())
            .collect(
                Collectors.groupingBy(
                    v -> v, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
    Map<String, Long> words = new LinkedHashMap<>();
    counts.forEach((verdict, n) -> words.put(verdict.word(), n));
    return "%d mutants, %d rules; cells: %s."
        .formatted(
            mutants.size(),
            rules.size(),
            words.entrySet().stream()
                .map(word -> word.getValue() + " " + word.getKey())
                .collect(Collectors.joining(", ")));
  }

  private String mark(Mutant mutant, String rule) {
    Verdict verdict = verdicts.getOrDefault(mutant.toString(), Map.of()).get(rule);
    if (verdict == null) {
      return "";
    }
    return switch (verdict) {
      case PASS -> "·";
      case FAIL -> rule.equals(mutant.rule()) ? "**✗**" : mutant.also().contains(rule) ? "✗" : "!";
      case INCONCLUSIVE, ERROR, NOT_APPLICABLE -> "?";
    };
  }
}
