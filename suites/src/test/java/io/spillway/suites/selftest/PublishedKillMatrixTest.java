package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page that is published is of the mutants and rules that there are, and shows no cell that is
 * not as it must be. A new mutant or rule, or a new name, makes the page out of date: {@code
 * ci/kill-matrix.sh} makes it anew, and its pieces can be made one by one.
 */
class PublishedKillMatrixTest {

  private static final Path PAGE = Path.of("..", "docs", "kill-matrix.md");

  @Test
  void columns_areTheRules() throws IOException {
    List<String> head = table().get(0);

    assertThat(head.subList(1, head.size()))
        .containsExactlyElementsOf(Rulebook.load().rules().stream().map(Rule::id).toList());
  }

  @Test
  void rows_areTheMutants_eachFailedByItsRule() throws IOException {
    List<List<String>> table = table();
    List<String> rules = table.get(0);
    List<List<String>> rows = table.subList(2, table.size());

    assertThat(rows.stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(Mutant.all().stream().map(Mutant::toString).toList());
    assertThat(rows)
        .zipSatisfy(
            Mutant.all(),
            (row, mutant) -> {
              assertThat(row.get(rules.indexOf(mutant.rule()))).as(row.get(0)).isEqualTo("**✗**");
              assertThat(row).as(row.get(0)).doesNotContain("!");
            });
  }

  /** The rows of the page's last table, as cells. */
  private static List<List<String>> table() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    return lines
        .subList(
            lines.indexOf(
                lines.stream().filter(line -> line.startsWith("| mutant |")).findFirst().get()),
            lines.size())
        .stream()
        .map(PublishedKillMatrixTest::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    String[] cells = line.split("\\|", -1);
    return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
  }
}
