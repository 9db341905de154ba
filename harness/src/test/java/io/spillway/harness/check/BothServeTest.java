package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class BothServeTest {

  private final Asked bothServe = Asked.of("B1");

  @Test
  void evenSplit_passes() {
    Result result = bothServe.of(held(100, 100));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("n 200 · 100 at east and 100 at west · α 1e-7");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(200);
              assertThat(worth.alpha()).isEqualTo(1e-7);
              assertThat(worth.effect()).isEqualTo("a site with 16.3 % or less");
              assertThat(worth.power()).isEqualTo(0.999);
              assertThat(worth.interval())
                  .hasValue(TrueShare.between("connections at west", 100, 200));
            });
  }

  @Test
  void quarterForOneSite_isJustEnough() {
    assertThat(bothServe.of(held(50, 150)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(bothServe.of(held(150, 50)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void lessThanAQuarterForOneSite_fails() {
    Result result = bothServe.of(held(49, 151));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .isEqualTo(
            "Of the held connections 151 at east and 49 at west of 200; expected were at least 50"
                + " of 200 at each site.");
    assertThat(bothServe.of(held(151, 49)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void oneSiteAlone_fails() {
    Result result = bothServe.of(held(200, 0));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.evidence().get(0).observed()).isEqualTo("0 at east and 200 at west of 200");
  }

  @Test
  void lowerEnd_isWhatAFairCoinCouldDo_whereThatIsLower() {
    // With 20 connections a fair coin at alpha 1e-7 reaches down to none at all.
    assertThat(bothServe.with("hold", "20").of(held(0, 20)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(bothServe.with("hold", "20").alpha(1e-3).of(held(3, 17)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(bothServe.with("hold", "20").alpha(1e-3).of(held(2, 18)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void lessThanAQuarter_onAMachineThatWasTooBusy_isInconclusive() {
    Result result = bothServe.of(held(49, 151).trouble("starved"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Of the held connections 151 at east and 49 at west of 200;")
        .contains("this machine kept the routers from each other");
    assertThat(bothServe.of(held(49, 151).trouble("ports")).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void tooFewHeld_isInconclusive() {
    Result result = bothServe.of(held(99, 100));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).isEqualTo("Only 199 held connections served, 200 are needed.");
  }

  @Test
  void connectionsThatDidNotStayOpen_areInconclusive() {
    Result result =
        bothServe.of(
            hold()
                .prober("loop")
                .served(1, "red")
                .prober("held")
                .served(99, "red")
                .served(100, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "Only 199 of the 200 connections were open at once when the last one had been served,"
                + " 200 are needed.");
  }

  @Test
  void nothingServed_failsTheRouterThatServedNobody() {
    Result result = bothServe.of(hold().ended(3, Outcome.TIMED_OUT));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("3 of 3 attempts not served", "so nothing was spread.");
  }

  @Test
  void nothingServed_thatNobodyKnowsTheEndOf_isInconclusive() {
    Result result = bothServe.of(hold().ended(3, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("so nothing was spread.");
  }

  @Test
  void failedConnection_failsThoughTheSplitIsEven() {
    Result result = bothServe.of(held(100, 100).ended(1, Outcome.CLOSED_EMPTY));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 of 201 attempts not served though nothing was broken: 1 closed empty.");
  }

  @Test
  void indeterminateConnections_thatCouldFillTheShare_makeItInconclusive() {
    Result result = bothServe.of(held(49, 151).ended(5, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("5 attempts ended so that nobody can know which site");
  }

  @Test
  void indeterminateConnections_thatCouldNotFillTheShare_leaveTheFail() {
    assertThat(bothServe.of(held(40, 160).ended(5, Outcome.INDETERMINATE)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void indeterminateConnections_besideAnEvenSplit_leaveThePass() {
    assertThat(bothServe.of(held(100, 100).ended(5, Outcome.INDETERMINATE)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void split_isDrawnWithWhatIsAllowed() {
    Drawing.Shares shares = (Drawing.Shares) bothServe.of(held(80, 120)).drawings().get(0);

    assertThat(shares.bars()).extracting(Drawing.Bar::label).containsExactly("east", "west");
    assertThat(shares.bars())
        .allSatisfy(
            bar -> {
              assertThat(bar.expectedLow()).isEqualTo(0.25);
              assertThat(bar.expectedHigh()).isEqualTo(0.75);
              assertThat(bar.observed()).isBetween(bar.low(), bar.high());
            });
    assertThat(shares.bars()).extracting(Drawing.Bar::count).containsExactly(120L, 80L);
  }

  @Test
  void fairRouter_isFailedAtMostAsOftenAsAlphaSays() {
    for (double alpha : new double[] {1e-2, 1e-7}) {
      assertThat(failProbability(bothServe.with("share-min", "0.5").alpha(alpha), 0.5))
          .as("alpha %s", alpha)
          .isBetween(alpha / 5, alpha);
      assertThat(failProbability(bothServe.alpha(alpha), 0.5)).isLessThan(alpha);
    }
  }

  @Test
  void routerWithTheEffectThatTheVerdictNames_isFailedAsOftenAsItsPowerSays() {
    assertThat(failProbability(bothServe, 0.1624)).isGreaterThan(0.999);
    assertThat(failProbability(bothServe, 0.17)).isLessThan(0.999);
  }

  /** Exact: over all splits of 200 connections that a router with this share can come to. */
  private static double failProbability(Asked asked, double west) {
    BinomialDistribution splits = BinomialDistribution.of(200, west);
    double probability = 0;
    for (int k = 0; k <= 200; k++) {
      if (asked.of(held(k, 200 - k)).verdict() == Verdict.FAIL) {
        probability += splits.probability(k);
      }
    }
    return probability;
  }

  private static Story hold() {
    return Story.of("red@west", "blue@east").phase("hold", "role=hold").prober("held");
  }

  private static Story held(int west, int east) {
    return hold().served(west, "red").served(east, "blue");
  }
}
