package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import io.spillway.router.route.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The harness catches what it promises to catch, and blames no rule for what another one says: each
 * mutant is failed by the rule that it breaks, and by no rule that it does not break. The
 * documented router passes the same cases.
 *
 * <p>With {@code -Dselftest.matrix=full} each mutant is judged by every rule; without, by the rule
 * that it breaks and by one other, which is always the same. With {@code -Dselftest.mutant=plateau}
 * only mutants are tried whose row in the matrix contains that word.
 */
@Tag("self-test")
@Execution(ExecutionMode.CONCURRENT)
class KillMatrixIT {

  private static final Logger LOG = LoggerFactory.getLogger(KillMatrixIT.class);
  private static final Path PAGE = Path.of("target", "kill-matrix.md");
  private static final List<Rule> RULES = Rulebook.load().rules();
  private static final KillMatrix MATRIX = new KillMatrix(mutants().toList());

  @TempDir Path folder;

  @AfterAll
  static void writePage() throws IOException {
    Files.createDirectories(PAGE.getParent());
    Files.writeString(PAGE, MATRIX.page());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void mutant_isFailedByTheRuleThatItBreaksAndByNoOther(Mutant mutant) throws InterruptedException {
    Trial trial = Trial.of(mutant, folder);

    Result own = trial.judge(mutant.rule(), mutant.caseName());

    MATRIX.enter(mutant, mutant.rule(), own.verdict());
    assertThat(own.verdict()).as(own.figure() + ": " + own.reason()).isEqualTo(Verdict.FAIL);
    assertThat(own.evidence()).isNotEmpty();
    List<String> blamed = new ArrayList<>();
    for (Rule rule : others(mutant)) {
      try {
        Result result = trial.judge(rule.id(), rule.cases().get(0).name());
        MATRIX.enter(mutant, rule.id(), result.verdict());
        if (result.verdict() == Verdict.FAIL && !mutant.also().contains(rule.id())) {
          blamed.add(rule.id() + ": " + result.reason());
        }
      } catch (RuntimeException e) { // as in a run: what cannot be played is an error
        LOG.warn("{} could not be judged by {}", mutant, rule.id(), e);
        MATRIX.enter(mutant, rule.id(), Verdict.ERROR);
      }
    }
    assertThat(blamed).as("rules that it does not break, and that failed it").isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("casesWithMutants")
  void documentedRouter_passesWhatMutantsFail(String rule, String caseName)
      throws InterruptedException {
    Result result = Trial.of(Policies::documented, folder).judge(rule, caseName);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
  }

  static Stream<Mutant> mutants() {
    String word = System.getProperty("selftest.mutant", "");
    return Mutant.all().stream().filter(mutant -> mutant.toString().contains(word));
  }

  static Stream<Arguments> casesWithMutants() {
    return mutants()
        .map(mutant -> List.of(mutant.rule(), mutant.caseName()))
        .distinct()
        .map(words -> Arguments.of(words.toArray()));
  }

  private static List<Rule> others(Mutant mutant) {
    List<Rule> others = RULES.stream().filter(rule -> !rule.id().equals(mutant.rule())).toList();
    if ("full".equals(System.getProperty("selftest.matrix"))) {
      return others;
    }
    return List.of(others.get(Math.floorMod(mutant.name().hashCode(), others.size())));
  }
}
