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
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A router that keeps the rules is failed no oftener than promised: over 1,000,000 simulated
 * histories at the alpha of a run (with {@code -Dselftest.histories=full}, as {@code
 * ci/clean-histories.sh} does; one of ten without, and of some rows only with {@code
 * -Dselftest.turn=7}), 500,000 at a larger one, and some thousands as large as those of a run,
 * judged by the checks that ship. Measured rates are printed, with 99 % intervals.
 *
 * <p>What this can show: at an alpha of 1e-3 the rate of false fails is measured, and lies below it
 * with all of an exact 99 % interval. At the alpha of a real run, 1e-8, a million histories without
 * a fail only bound the rate by 4.6e-6 with the same confidence; that the sequential test keeps its
 * promise there too is worked out exactly in {@code SequentialErrorRatesTest}. What does not depend
 * on chance must pass every time.
 */
@Tag("self-test")
class CleanHistoriesIT {

  /** The run's 1e-6, divided over as many cases as the rulebook has, or nearly. */
  private static final double REAL = 1e-6 / 100;

  private static final double MEASURABLE = 1e-3;

  /** Measurable by so few histories as there is time for when they are as large as a run's. */
  private static final double LARGE = 0.2;

  private static final double CONFIDENCE = 0.99;

  private static final int CHUNK = 500;

  /** Of so many rows one is drawn, where not all of the self-test is tried. */
  private static final int ROWS_PER_TURN = 5;

  /** Of so many histories one is judged, unless all are asked for. */
  private static final int SAMPLE =
      "full".equals(System.getProperty("selftest.histories")) ? 1 : 10;

  /** A case, and how many histories of it are drawn. */
  private record Row(String rule, String caseName, int histories) {

    @Override
    public String toString() {
      return rule + " " + caseName + ": " + histories + " histories";
    }
  }

  private static final List<Row> AT_REAL_ALPHA =
      List.of(
          new Row("M1", "weighted 25/75", 90_000),
          new Row("M1", "equal of 3", 80_000),
          new Row("M2", "site killed", 20_000),
          new Row("M5", "weighted 1/3", 20_000),
          new Row("B1", "two sites", 200_000),
          new Row("B2", "two sites", 20_000),
          new Row("B5", "two sites", 20_000),
          new Row("C4", "1 v 5", 20_000),
          new Row("M6", "three keys", 20_000),
          new Row("M11", "no connector", 20_000),
          new Row("C5", "0 v 5", 120_000),
          new Row("C2", "0 v 3", 20_000),
          new Row("C5", "1 v 5 in short ramps", 20_000),
          new Row("C6", "0 v 5", 150_000),
          new Row("C6", "1 v 5", 100_000),
          new Row("C6", "1 v 5 closed by workload", 20_000),
          new Row("M7", "three sites", 50_000),
          new Row("M8", "three sites", 50_000),
          new Row("F1", "withdrawn", 20_000),
          new Row("F1", "process-dead", 20_000),
          new Row("F2", "killed", 50_000),
          new Row("F2", "frozen", 50_000),
          new Row("F9", "process-dead", 20_000),
          new Row("B3", "site returns", 20_000),
          new Row("F10", "short connections", 20_000),
          new Row("F10", "short messages", 20_000),
          new Row("F10", "long answers", 20_000),
          new Row("F10", "long messages", 20_000),
          new Row("B4", "ten times faster", 20_000),
          new Row("C8", "workload killed", 20_000),
          new Row("C9", "local v 99999", 20_000),
          new Row("C11", "link cut", 20_000),
          new Row("C12", "1 v 20", 20_000),
          new Row("F5", "site killed", 20_000),
          new Row("F8", "sites killed", 20_000),
          new Row("L1", "three backends", 20_000),
          new Row("L2", "four secondaries", 20_000),
          new Row("L3", "four secondaries", 20_000),
          new Row("M13", "beside others and alone", 20_000));

  private static final List<Row> AT_MEASURABLE_ALPHA =
      List.of(
          new Row("M1", "weighted 25/75", 100_000),
          new Row("B1", "two sites", 100_000),
          new Row("B4", "ten times faster", 100_000),
          new Row("C5", "0 v 5", 100_000),
          new Row("C11", "link cut", 50_000),
          new Row("F5", "site killed", 50_000));

  /** What decides only in samples as large as those of a run, with all parameters that ship. */
  private static final List<Row> AS_SHIPPED =
      List.of(new Row("C5", "local 0 v 50 to 1200", 500), new Row("M1", "weighted 25/75", 3_000));

  static List<Row> atRealAlpha() {
    return Turn.asked().every(ROWS_PER_TURN, AT_REAL_ALPHA);
  }

  static List<Row> asShipped() {
    return Turn.asked().every(ROWS_PER_TURN, AS_SHIPPED);
  }

  static List<Row> atMeasurableAlpha() {
    return Turn.asked().every(ROWS_PER_TURN, AT_MEASURABLE_ALPHA);
  }

  @ParameterizedTest(name = "{0}, or one of ten")
  @MethodSource("atRealAlpha")
  void cleanHistories_areNeverFailedAtTheAlphaOfARun(Row row) {
    Map<Verdict, Integer> verdicts = judge(small(row, REAL), row.histories() / SAMPLE);

    assertThat(verdicts).containsOnlyKeys(Verdict.PASS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atMeasurableAlpha")
  void cleanHistories_areFailedNoOftenerThanAMeasurableAlpha(Row row) {
    measure(small(row, MEASURABLE), row.histories());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asShipped")
  void cleanHistories_ofTheSizeOfARunAreFailedNoOftenerThanALargeAlpha(Row row) {
    measure(whole(row, LARGE), row.histories());
  }

  /** What a check of two services spends on chance is too little to be measured. */
  @Test
  void twoServicesThatSpillAlike_areNeverFailedEvenAtALargeAlpha() {
    Row row = new Row("C10", "1 v 5", 1_000);

    assertThat(judge(whole(row, LARGE), row.histories())).containsOnlyKeys(Verdict.PASS);
  }

  private static void measure(Question question, int histories) {
    Map<Verdict, Integer> verdicts = judge(question, histories);

    assertThat(verdicts).doesNotContainKey(Verdict.ERROR);
    int failed = verdicts.getOrDefault(Verdict.FAIL, 0);
    Binomials.Interval rate = Binomials.interval(failed, histories, CONFIDENCE);
    System.out.printf(
        "%s/%s: %,d of %,d right histories failed at an alpha of %s, a rate of %.2g to %.2g%n",
        question.rule().id(),
        question.ruleCase().name(),
        failed,
        histories,
        question.alpha(),
        rate.low(),
        rate.high());
    assertThat(rate.high()).as("%d of %d failed", failed, histories).isLessThan(question.alpha());
    assertThat(rate.low()).as("the simulation is able to fail").isPositive();
  }

  @Test
  void everyCheck_hasASimulationOfItsHistories() {
    for (Checks.Named check : Checks.ALL) {
      assertThat(CleanHistories.of(check.word())).as(check.word()).isNotNull();
    }
  }

  @Test
  void everyClaim_isMadeInASimulatedHistory() {
    assertThat(claims(AT_REAL_ALPHA, REAL)).isEqualTo(Checks.claims());
  }

  @Test
  void everyClaimThatChanceMayBreak_isMadeAtAMeasurableAlpha() {
    assertThat(claims(AT_MEASURABLE_ALPHA, MEASURABLE)).containsAll(Checks.claimsLeftToChance());
  }

  /** The claims that are made in one history of each of these cases. */
  private static Set<String> claims(List<Row> rows, double alpha) {
    Set<String> claims = new TreeSet<>();
    for (Row row : rows) {
      Question question = small(row, alpha);
      CleanHistories.of(question.rule().check())
          .draw(question, new SplittableRandom(row.histories()))
          .phases()
          .forEach(
              phase -> Optional.ofNullable(phase.attributes().get("claim")).ifPresent(claims::add));
    }
    return claims;
  }

  /** The case with the parameters that ship. */
  private static Question whole(Row row, double alpha) {
    Rulebook rulebook = Rulebook.load();
    return new Question(
        rulebook.rule(row.rule()), rulebook.rule(row.rule()).caseNamed(row.caseName()), alpha);
  }

  /** The case with samples as small as its check allows, so that many can be judged. */
  private static Question small(Row row, double alpha) {
    Rulebook rulebook = Rulebook.load();
    RuleCase whole = rulebook.rule(row.rule()).caseNamed(row.caseName());
    Map<String, String> parameters = new LinkedHashMap<>(whole.parameters());
    parameters.replace("effect-points", "20");
    parameters.replace("hold", alpha < MEASURABLE ? "100" : "40");
    parameters.replace("sequential", "5");
    parameters.replace("steady-attempts", "5");
    parameters.replace("after-attempts", "10");
    parameters.replace("window-attempts", "10");
    parameters.replace("attempts", attempts(parameters, alpha));
    parameters.replace("held", "20");
    parameters.replace("peak", "40");
    parameters.replace("streams", "4");
    parameters.replace("connections", "40"); // fewer may all reach one site
    parameters.replace("short-connections", "10");
    parameters.replace("requests", "3");
    if (alpha >= MEASURABLE) {
      parameters.replace("slower", "2.01"); // the least that brings about the share that must pass
    }
    return new Question(
        rulebook.rule(row.rule()), new RuleCase(row.caseName(), whole.level(), parameters), alpha);
  }

  /** Where a share decides, as many as that needs. */
  private static String attempts(Map<String, String> parameters, double alpha) {
    if (parameters.containsKey("share-seen")) {
      return alpha < MEASURABLE ? "200" : "80";
    }
    return parameters.containsKey("peak") ? "100" : "10";
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
      if (result.verdict() == Verdict.ERROR || !isTold(result)) {
        odd.add(result);
      }
    }
    assertThat(odd).as("histories that a check could not judge, or not say how").isEmpty();
    return verdicts;
  }

  /** Every history holds something to judge, so each of the five figures must be there. */
  private static boolean isTold(Result result) {
    boolean share =
        result
            .statistics()
            .filter(worth -> worth.n() > 0)
            .filter(worth -> worth.interval().isPresent() || result.rule().matches("B5|M5"))
            .isPresent();
    return share && !result.evidence().isEmpty();
  }
}
