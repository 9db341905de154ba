package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.rule.Rulebook;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Routers that decide otherwise than the reference router and are right too: the harness holds
 * nothing against them. With {@code -Dselftest.legal=C5} only those of the routers by destination
 * are tried whose rule and case contain that word, with {@code -Dselftest.turn=7} some of them (see
 * {@link Turn}).
 */
@Tag("self-test")
@Execution(ExecutionMode.CONCURRENT)
class LegalRoutersIT {

  /** Of so many cases one is tried, where not all of the self-test is. */
  private static final int CASES_PER_TURN = 5;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({
    "M1, weighted 25/75",
    "M1, weighted 1/99",
    "M2, site killed",
    "M3, costs 1 v 50",
    "M4, sequential",
    "M4, held ramp",
    "M4, bursts",
    "M4, one slow site",
    "M12, two listeners at once"
  })
  void routerThatTakesTurns_keepsItsWeights(String rule, String caseName)
      throws InterruptedException {
    Result result = Trial.of(LegalRoutersIT::turns, folder).judge(rule, caseName);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("casesOfDestinations")
  void routerOfTheNewestText_isFailedByNoRule(String rule, String caseName)
      throws InterruptedException {
    Result result =
        Trial.of(LegalDestinations::openConnectionsAgainstCost, folder).judge(rule, caseName);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("casesOfDestinations")
  void routerThatBreaksTiesByName_isFailedByNoRule(String rule, String caseName)
      throws InterruptedException {
    Result result =
        Trial.of(LegalDestinations::perceivedCostTiesByName, folder).judge(rule, caseName);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
  }

  /**
   * A spread by coins may begin late, so nobody can rule out that it is late by the older texts.
   */
  @Test
  void readings_ofTheTwoRouters_areToldApart() throws InterruptedException {
    Result newest =
        Trial.of(LegalDestinations::openConnectionsAgainstCost, folder).judge("C5", "10 v 20");
    Result older =
        Trial.of(LegalDestinations::perceivedCostTiesByName, folder).judge("C5", "10 v 20");

    assertThat(newest.figure()).containsAnyOf("(open-connections reading)", "(either reading)");
    assertThat(older.figure()).contains("(perceived-cost reading)");
  }

  /** It keeps what the newest text says, and breaks what the older ones say. */
  @Test
  void routerOfTheNewestText_isFailedWhereTheOlderTextsAreAskedFor() throws InterruptedException {
    Trial newest = Trial.of(LegalDestinations::openConnectionsAgainstCost, folder);

    Result asNewest = newest.asReadBy("skupper-2.2").judge("C5", "10 v 20");
    Result asOlder = newest.asReadBy("skupper-1").judge("C5", "10 v 20");

    assertThat(asNewest.verdict()).as(asNewest.reason()).isEqualTo(Verdict.PASS);
    assertThat(asOlder.verdict()).as(asOlder.reason()).isEqualTo(Verdict.FAIL);
    assertThat(asOlder.figure()).endsWith("allowed 10, 11");
  }

  @ParameterizedTest(name = "C5/{0}")
  @CsvSource({"0 v 5", "1 v 1", "10 v 20"})
  void routerOfTheOlderTexts_isFailedByNoProfile(String caseName) throws InterruptedException {
    Trial older = Trial.of(LegalDestinations::perceivedCostTiesByName, folder);

    for (String profile : List.of("skupper-2.2", "skupper-1")) {
      Result result = older.asReadBy(profile).judge("C5", caseName);
      assertThat(result.verdict()).as(profile + ": " + result.reason()).isEqualTo(Verdict.PASS);
    }
  }

  /** Where the choice of a destination shows: every case of the costs' rules, one of the others. */
  static Stream<Arguments> casesOfDestinations() {
    Stream<String> rules = Stream.of("B1", "C1", "C2", "C3", "C4", "C5", "C6", "C8", "C12");
    List<List<String>> all =
        Stream.concat(
                rules.flatMap(
                    rule ->
                        Rulebook.load().rule(rule).cases().stream()
                            .map(ruleCase -> List.of(rule, ruleCase.name()))),
                Stream.of(
                    List.of("M7", "one of two sites lost"),
                    List.of("F1", "process-dead"),
                    List.of("F2", "killed"),
                    List.of("F5", "site killed")))
            .filter(
                words -> String.join("/", words).contains(System.getProperty("selftest.legal", "")))
            .toList();
    return Turn.asked().every(CASES_PER_TURN, all).stream()
        .map(words -> Arguments.of(words.toArray()));
  }

  @Test
  void routerThatTakesTurns_isShownToDoSo() throws InterruptedException {
    Result result = Trial.of(LegalRoutersIT::turns, folder).judge("M5", "weighted 1/3");

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason()).contains("it takes turns");
  }

  /** Each weighted listener goes round its reachable keys, each as often in a row as it weighs. */
  private static Policies turns() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        AtomicInteger position = new AtomicInteger();
        return (reachable, random) -> next(reachable, weights, position.getAndIncrement());
      }
    };
  }

  private static String next(List<KeyOption> reachable, Map<String, Integer> weights, int turn) {
    int left = turn % reachable.stream().mapToInt(option -> weights.get(option.key())).sum();
    int index = 0;
    while (left >= weights.get(reachable.get(index).key())) {
      left -= weights.get(reachable.get(index).key());
      index++;
    }
    return reachable.get(index).key();
  }
}
