package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class BothClaimTest {

  private static final String[] BOTH = {"claim=both", "by=site", "to=private public"};

  private final Claimed claimed = Claimed.with("attempts=400", "share-min=0.25");

  @Test
  void sites_thatServeTheSmallestShareEach_pass() {
    Result result = claimed.judge(plateau(300, 100));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("75 % at private and 25 % at public");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(400);
              assertThat(worth.interval())
                  .hasValue(TrueShare.between("connections at public", 100, 400));
            });
  }

  @Test
  void site_thatServesLess_failsEitherWay() {
    assertThat(claimed.judge(plateau(301, 99)).verdict()).isEqualTo(Verdict.FAIL);
    Result result = claimed.judge(plateau(0, 400));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains(
            "In the phase plateau 0 % at private and 100 % at public; at least 25 % at each is"
                + " asked for.");
  }

  @Test
  void share_thatAFairCoinMayLeave_isInconclusive() {
    Result result = Claimed.with("attempts=40", "share-min=0.25").judge(plateau(31, 9));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("fair coins would do this too");
  }

  @Test
  void thirdSite_fails() {
    Result result = claimed.judge(plateau(200, 200).servedByStranger("elsewhere"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("1 of 401 connections in the phase plateau served by elsewhere");
  }

  @Test
  void failedAttempt_fails() {
    Result result = claimed.judge(plateau(200, 200).ended(1, Outcome.RESET));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("1 of 401 attempts in the phase plateau not served");
  }

  @Test
  void tooFewAttempts_areInconclusive() {
    Result result = claimed.judge(plateau(100, 100));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("Only 200 connections served", "400 are needed");
  }

  @Test
  void phase_withoutService_isInconclusive() {
    assertThat(claimed.judge(plateau(0, 0)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void phase_thatNamesOneSiteOnly_isAnError() {
    Result result =
        claimed.judge(
            Story.of("p@private", "q@public")
                .phase("plateau", "claim=both", "by=site", "to=private")
                .served(400, "p"));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("claims that both of two serve, but names [private]");
  }

  private static Story plateau(int atPrivate, int atPublic) {
    return Story.of("p@private", "q@public")
        .phase("plateau", BOTH)
        .served(atPrivate, "p")
        .served(atPublic, "q");
  }
}
