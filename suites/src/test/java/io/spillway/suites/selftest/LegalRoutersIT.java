package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Routers that decide otherwise than the reference router and are right too: the harness holds
 * nothing against them.
 */
@Tag("self-test")
class LegalRoutersIT {

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
    "M12, three listeners at once"
  })
  void routerThatTakesTurns_keepsItsWeights(String rule, String caseName)
      throws InterruptedException {
    Result result = Trial.of(LegalRoutersIT::turns, folder).judge(rule, caseName);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
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
