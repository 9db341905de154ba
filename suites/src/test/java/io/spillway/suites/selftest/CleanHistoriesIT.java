package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A router that keeps the rules is failed no oftener than promised: over 1,000,000 simulated
 * histories at the alpha of a run (with {@code -Dselftest.histories=full}; one of ten without) and
 * 300,000 at a larger one, judged by the checks that ship.
 *
 * <p>What this can show: at an alpha of 1e-3 the rate of false fails is measured, and lies below it
 * with all of an exact 99 % interval. At the alpha of a real run, 1e-8, a million histories without
 * a fail only bound the rate by 4.6e-6 with the same confidence; that the sequential test keeps its
 * promise there too is worked out exactly in {@code SequentialErrorRatesTest}. What does not depend
 * on chance must pass every time.
 */
@Tag("self-test")
class CleanHistoriesIT {

  /** The run's 1e-6, divided over the cases of the rulebook. */
  private static final double REAL = 1e-6 / 100;

  private static final double MEASURABLE = 1e-3;
  private static final double CONFIDENCE = 0.99;

  private static final int CHUNK = 500;

  /** Of so many histories one is judged, unless all are asked for. */
  private static final int SAMPLE =
      "full".equals(System.getProperty("selftest.histories")) ? 1 : 10;

  @ParameterizedTest(name = "{0} {1}: {2} histories, or one of ten")
  @CsvSource({
    "M1, weighted 25/75, 90000",
    "M1, equal of 3, 80000",
    "M2, site killed, 20000",
    "M5, weighted 1/3, 20000",
    "B1, two sites, 200000",
    "B2, two sites, 20000",
    "B5, two sites, 20000",
    "C4, 1 v 5, 20000",
    "M6, three keys, 20000",
    "M11, no connector, 20000",
    "C5, 0 v 5, 120000",
    "C6, 0 v 5, 150000",
    "C6, 1 v 5, 100000",
    "M7, three sites, 50000",
    "M8, three sites, 50000",
    "F1, withdrawn, 20000",
    "F1, process-dead, 20000",
    "F2, killed, 50000",
    "F2, frozen, 50000",
    "F9, process-dead, 20000",
    "B3, site returns, 20000",
    "F10, short connections, 20000"
  })
  void cleanHistories_areNeverFailedAtTheAlphaOfARun(String rule, String caseName, int histories) {
    Question question = small(rule, caseName, REAL);

    Map<Verdict, Integer> verdicts = judge(question, histories / SAMPLE);

    assertThat(verdicts).containsOnlyKeys(Verdict.PASS);
  }

  @ParameterizedTest(name = "{0} {1}: {2} histories")
  @CsvSource({"M1, weighted 25/75, 100000", "B1, two sites, 100000", "C5, 0 v 5, 100000"})
  void cleanHistories_areFailedNoOftenerThanAMeasurableAlpha(
      String rule, String caseName, int histories) {
    Question question = small(rule, caseName, MEASURABLE);

    Map<Verdict, Integer> verdicts = judge(question, histories);

    assertThat(verdicts).doesNotContainKey(Verdict.ERROR);
    int failed = verdicts.getOrDefault(Verdict.FAIL, 0);
    Binomials.Interval rate = Binomials.interval(failed, histories, CONFIDENCE);
    assertThat(rate.high()).as("%d of %d failed", failed, histories).isLessThan(MEASURABLE);
    assertThat(rate.low()).as("the simulation is able to fail").isPositive();
  }

  @Test
  void everyCheck_hasASimulationOfItsHistories() {
    for (Checks.Named check : Checks.ALL) {
      assertThat(CleanHistories.of(check.word())).as(check.word()).isNotNull();
    }
  }

  /** The case with samples as small as its check allows, so that many can be judged. */
  private static Question small(String rule, String caseName, double alpha) {
    Rulebook rulebook = Rulebook.load();
    RuleCase whole = rulebook.rule(rule).caseNamed(caseName);
    Map<String, String> parameters = new LinkedHashMap<>(whole.parameters());
    parameters.replace("effect-points", "20");
    parameters.replace("hold", alpha < MEASURABLE ? "100" : "40");
    parameters.replace("sequential", "5");
    parameters.replace("steady-attempts", "5");
    parameters.replace("after-attempts", "10");
    parameters.replace("window-attempts", "10");
    parameters.replace("attempts", "10");
    parameters.replace("streams", "4");
    parameters.replace("connections", "10");
    parameters.replace("short-connections", "10");
    parameters.replace("requests", "3");
    return new Question(
        rulebook.rule(rule), new RuleCase(caseName, whole.level(), parameters), alpha);
  }

  /** Judges so many histories on all cores; the same histories whatever the number of cores. */
  private static Map<Verdict, Integer> judge(Question question, int histories) {
    List<Map<Verdict, Integer>> parts =
        IntStream.range(0, histories / CHUNK)
            .parallel()
            .mapToObj(chunk -> judgeChunk(question, chunk))
            .toList();
    Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
    parts.forEach(part -> part.forEach((verdict, n) -> all.merge(verdict, n, Integer::sum)));
    return all;
  }

  private static Map<Verdict, Integer> judgeChunk(Question question, int chunk) {
    SplittableRandom random = new SplittableRandom(question.ruleCase().name().hashCode() + chunk);
    var generator = CleanHistories.of(question.rule().check());
    var check = Checks.named(question.rule().check());
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    List<Result> odd = new ArrayList<>();
    for (int i = 0; i < CHUNK; i++) {
      Result result = check.check(generator.draw(question, random), question);
      verdicts.merge(result.verdict(), 1, Integer::sum);
      if (result.verdict() == Verdict.ERROR) {
        odd.add(result);
      }
    }
    assertThat(odd).as("histories that a check could not judge").isEmpty();
    return verdicts;
  }
}
