package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
 * mutant is failed by the rule that it breaks, by those that it is known to break as well, and by
 * no other. The documented router passes the same cases.
 *
 * <p>With {@code -Dselftest.matrix=full} each mutant is judged by every rule, and every must-rule
 * has to come to a verdict (see {@link Strictness}); with {@code -Dselftest.matrix=C4,C6} by those
 * rules, as strictly; with {@code -Dselftest.matrix=own} by the rule that it breaks and by no
 * other; without, by the rule that it breaks and by one other, which is always the same.
 *
 * <p>Rules that the mutant is not made to break judge it on their first case and on small samples,
 * and where one router is made to break several cases of a rule, once. A full matrix takes hours
 * all the same, so it can be made in pieces, as {@code ci/kill-matrix.sh} does. With {@code
 * -Dselftest.mutant=plateau} only mutants are tried in whose row of the matrix that regular
 * expression is found; with {@code -Dselftest.turn=7} one mutant of each rule, another one in the
 * next turn (see {@link Turn}). The cells go to {@code target/kill-matrix.jsonl} beside the page,
 * and those of earlier pieces are joined to them with {@code -Dselftest.cells=FILE,FILE}: where
 * pieces overlap, the later one counts. To join pieces and to try nothing, run {@code
 * -Dit.test=KillMatrixIT#earlierCells_areAsTheyMustBe}.
 */
@Tag("self-test")
@Execution(ExecutionMode.CONCURRENT)
class KillMatrixIT {

  private static final Logger LOG = LoggerFactory.getLogger(KillMatrixIT.class);
  private static final Path PAGE = Path.of("target", "kill-matrix.md");
  private static final Path CELLS = Path.of("target", "kill-matrix.jsonl");
  private static final List<Rule> RULES = Rulebook.load().rules();
  private static final String ASKED = System.getProperty("selftest.matrix", "");
  private static final Strictness STRICTNESS =
      ASKED.isEmpty() ? Strictness.SAMPLED : Strictness.FULL;
  private static final KillMatrix MATRIX = new KillMatrix(Mutant.all());
  private static final KillMatrix EARLIER = new KillMatrix(Mutant.all());

  @TempDir Path folder;

  @BeforeAll
  static void readEarlierCells() throws IOException {
    String files = System.getProperty("selftest.cells", "");
    for (String file : files.isEmpty() ? List.<String>of() : List.of(files.split(","))) {
      CellFile.read(Path.of(file)).forEach(EARLIER::enter);
    }
    EARLIER.cells().forEach(MATRIX::enter);
  }

  /** After each row, so that what was tried is kept if the machine goes away within hours. */
  @AfterEach
  void writeCells() throws IOException {
    synchronized (MATRIX) {
      Files.createDirectories(CELLS.getParent());
      CellFile.write(CELLS, MATRIX.cells());
    }
  }

  @AfterAll
  static void writePage() throws IOException {
    Files.createDirectories(PAGE.getParent());
    Files.writeString(PAGE, MATRIX.page());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void mutant_isFailedByTheRulesThatItBreaksAndByNoOther(Mutant mutant)
      throws InterruptedException {
    Trial trial = Trial.of(mutant, folder);
    List<String> complaints = new ArrayList<>();

    for (Rule rule : asked(mutant)) {
      long begun = System.nanoTime();
      Cell cell = judge(trial, mutant, rule);
      LOG.info(
          "{} on {}: {} after {} ms",
          rule.id(),
          mutant,
          cell.verdict().word(),
          (System.nanoTime() - begun) / 1_000_000);
      MATRIX.enter(cell);
      STRICTNESS.complaint(mutant, cell).ifPresent(complaints::add);
    }

    assertThat(complaints).as("cells that are not as they must be").isEmpty();
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

  @Test
  void earlierCells_areAsTheyMustBe() {
    assumeThat(EARLIER.cells()).as("cells of -Dselftest.cells").isNotEmpty();

    assertThat(EARLIER.complaints(STRICTNESS)).isEmpty();
  }

  static Stream<Mutant> mutants() {
    Pattern words = Pattern.compile(System.getProperty("selftest.mutant", ""));
    List<Mutant> found =
        Mutant.all().stream().filter(mutant -> words.matcher(mutant.toString()).find()).toList();
    return Turn.asked().oneOfEach(found, Mutant::rule).stream();
  }

  static Stream<Arguments> casesWithMutants() {
    return mutants()
        .map(mutant -> List.of(mutant.rule(), mutant.caseName()))
        .distinct()
        .map(words -> Arguments.of(words.toArray()));
  }

  /** The rule that it breaks comes first: where that is wrong, nothing else matters much. */
  private static List<Rule> asked(Mutant mutant) {
    Rule own = Rulebook.load().rule(mutant.rule());
    List<Rule> others = RULES.stream().filter(rule -> !rule.id().equals(own.id())).toList();
    List<Rule> asked =
        switch (ASKED) {
          case "full" -> isTriedAlready(mutant) ? List.of() : others;
          case "own" -> List.of();
          case "" -> List.of(others.get(Math.floorMod(mutant.name().hashCode(), others.size())));
          default ->
              Stream.of(ASKED.split(","))
                  .map(Rulebook.load()::rule)
                  .filter(others::contains)
                  .toList();
        };
    return Stream.concat(Stream.of(own), asked.stream()).toList();
  }

  /** The same router is made to break several cases of a rule: one row says what others think. */
  private static boolean isTriedAlready(Mutant mutant) {
    return Mutant.all().stream()
        .filter(other -> other.name().equals(mutant.name()) && other.rule().equals(mutant.rule()))
        .findFirst()
        .filter(first -> !first.toString().equals(mutant.toString()))
        .isPresent();
  }

  private static Cell judge(Trial trial, Mutant mutant, Rule rule) throws InterruptedException {
    boolean own = rule.id().equals(mutant.rule());
    String caseName = own ? mutant.caseName() : rule.cases().get(0).name();
    try {
      Result result =
          own ? trial.judge(rule.id(), caseName) : trial.judgeBriefly(rule.id(), caseName);
      return new Cell(
          mutant.toString(), rule.id(), result.verdict(), result.figure() + ": " + result.reason());
    } catch (RuntimeException e) { // as in a run: what cannot be played is an error
      LOG.warn("{} could not be judged by {}", mutant, rule.id(), e);
      return new Cell(mutant.toString(), rule.id(), Verdict.ERROR, e.toString());
    }
  }
}
