package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class FasterClaimTest {

  private final Asked faster = Asked.of("B4").with("phases", "1");

  @Test
  void mostAtTheFasterSite_passes() {
    Result result = faster.of(told(900, 100, 10));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("n 1,000 · 90 % at west, more than half asked for · α 1e-7");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(1_000);
              assertThat(worth.alpha()).isEqualTo(1e-7);
              assertThat(worth.effect()).matches("a share of 53(\\.\\d)? % or less");
              assertThat(worth.power()).isEqualTo(0.999);
              assertThat(worth.interval())
                  .hasValue(TrueShare.between("connections at west", 900, 1_000));
            });
  }

  @Test
  void half_fails() {
    Result result = faster.of(told(500, 500, 10));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "500 of 1,000 connections (50 %) at west in the phase faster, which is not more than"
                + " half;");
  }

  @Test
  void half_onAMachineThatWasTooBusy_isInconclusive() {
    Result result = faster.of(told(story(500, 500).trouble("starved"), 10));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("500 of 1,000 connections (50 %) at west in the phase faster")
        .contains("this machine kept the routers from each other");
    assertThat(faster.of(told(story(500, 500).trouble("ports"), 10)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void lessThanHalf_fails() {
    assertThat(faster.of(told(100, 900, 10)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(faster.of(told(0, 1_000, 10)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void sampleTooSmallToTell_isInconclusive() {
    Result result = faster.with("attempts", "100").of(told(60, 40, 10));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("too near to half of them to say whether it is more");
  }

  @Test
  void half_whereTheFasterSiteWasHardlyFaster_isInconclusive() {
    Result result = faster.of(told(500, 500, 1.5));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("connections elsewhere were open only 1.5 times as long, 2 times are needed");
  }

  @Test
  void tooFewAttempts_areInconclusive() {
    assertThat(faster.of(told(900, 99, 10)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void failedAttempt_failsThoughMostAreAtTheFasterSite() {
    Result result = faster.of(story(900, 100).ended(1, Outcome.RESET));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).startsWith("1 of 1,001 attempts in the phase faster not served");
  }

  @Test
  void routerWithTheShareThatMustBeSeen_isFailedAtMostAsOftenAsAlphaSays() {
    for (double alpha : new double[] {1e-2, 1e-7}) {
      double failed = 0;
      BinomialDistribution counts = BinomialDistribution.of(200, 0.667);
      for (int there = 0; there <= 200; there++) {
        Asked asked = faster.alpha(alpha).with("attempts", "200");
        if (asked.of(told(there, 200 - there, 10)).verdict() == Verdict.FAIL) {
          failed += counts.probability(there);
        }
      }
      assertThat(failed).as("alpha %s", alpha).isPositive().isLessThanOrEqualTo(alpha);
    }
  }

  private static Story story(int west, int east) {
    return Story.of("red@west", "blue@east")
        .phase("faster", "claim=faster", "by=site", "to=west")
        .served(west, "red")
        .served(east, "blue");
  }

  /** The same story, with attempts in the east that take so many times as long. */
  private static History told(int west, int east, double slower) {
    return told(story(west, east), slower);
  }

  private static History told(Story story, double slower) {
    History history = story.told();
    List<Attempt> attempts =
        history.attempts().stream()
            .map(
                attempt ->
                    attempt.servedBy().orElseThrow().site().equals("east")
                        ? taking(attempt, Math.round(3_000_000 * slower))
                        : attempt)
            .toList();
    return new History(
        history.scenario(),
        history.seed(),
        history.environment(),
        history.workloads(),
        history.phases(),
        attempts,
        history.faults(),
        history.troubles());
  }

  private static Attempt taking(Attempt attempt, long nanos) {
    return new Attempt(
        attempt.index(),
        attempt.phase(),
        attempt.prober(),
        attempt.site(),
        attempt.listener(),
        attempt.dueNanos(),
        attempt.openedNanos(),
        attempt.identifiedNanos(),
        OptionalLong.of(attempt.dueNanos() + nanos),
        attempt.servedBy(),
        attempt.outcome(),
        attempt.detail());
  }
}
