package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

/**
 * What {@code phase-claims} makes of phases that come after a change: until its limit has passed,
 * which is 1 s after a fault and 2 s after its end, traffic may still go wrong.
 */
class PhaseClaimsAfterChangeTest {

  private static final String[] DEAR = {"claim=only", "by=site", "to=north", "after=loss"};

  private final Claimed claimed =
      Claimed.with(
          "failover-limit-seconds=1",
          "recovery-limit-seconds=2",
          "told-limit-seconds=1",
          "attempts=50");

  @Test
  void phaseThatIsAllRight_isJudgedAsOne() {
    Result result = claimed.judge(lost().phase("sample", DEAR).served(50, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason())
        .isEqualTo("All 50 connections in the phase sample served by north.");
  }

  @Test
  void failureBeforeTheLimit_isForgiven_ifEnoughCameAfterTheLimitAndNoneWentWrong() {
    Result result =
        claimed.judge(
            lost()
                .phase("sample", DEAR)
                .served(10, "dear")
                .ended(1, Outcome.REFUSED)
                .served(1, "cheap")
                .pause(1_000)
                .served(50, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason())
        .contains(
            "Of the phase sample 12 connections came when traffic might still go wrong because of"
                + " the phase loss, and did; so those are judged that came later.");
    assertThat(result.statistics())
        .hasValueSatisfying(worth -> assertThat(worth.n()).isEqualTo(50));
  }

  @Test
  void failureBeforeTheLimit_withoutEnoughAfterIt_isInconclusive() {
    Result result =
        claimed.judge(
            lost().phase("sample", DEAR).ended(1, Outcome.REFUSED).pause(1_000).served(49, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("Only 49 connections served in the phase sample, 50 are needed.");
  }

  @Test
  void failureAfterTheLimit_isAViolation() {
    Result result =
        claimed.judge(
            lost()
                .phase("sample", DEAR)
                .ended(1, Outcome.REFUSED)
                .pause(1_000)
                .served(50, "dear")
                .served(1, "cheap"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("1 of 51 connections in the phase sample served by east");
  }

  @Test
  void limit_isTheChangesOwn() {
    Story atOnce = back().phase("sample", "claim=only", "by=site", "to=east", "after=return");
    Story later = back().phase("sample", "claim=only", "by=site", "to=east", "after=return");

    Result within =
        claimed.judge(atOnce.pause(1_900).served(1, "dear").pause(200).served(50, "cheap"));
    Result tooLate =
        claimed.judge(later.pause(2_001).served(1, "dear").pause(200).served(50, "cheap"));

    assertThat(within.verdict()).isEqualTo(Verdict.PASS);
    assertThat(tooLate.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void phaseAfterOneInWhichNothingChanged_isForgivenNothing() {
    Result result =
        claimed.judge(
            Story.of("cheap@east", "dear@north")
                .phase("loss")
                .phase("sample", DEAR)
                .ended(1, Outcome.REFUSED)
                .pause(1_000)
                .served(50, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void phaseWithoutTheAttribute_isForgivenNothing() {
    Result result =
        claimed.judge(
            lost()
                .phase("sample", "claim=only", "by=site", "to=north")
                .ended(1, Outcome.REFUSED)
                .pause(1_000)
                .served(50, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void whatItIsWorth_countsThatItMayBeTriedTwice() {
    Result once =
        claimed.judge(
            Story.of("cheap@east", "dear@north")
                .phase("sample", "claim=only", "by=site", "to=north")
                .served(50, "dear"));
    Result after = claimed.judge(lost().phase("sample", DEAR).served(50, "dear"));

    // 1 - 0.001^(1/50) and 1 - 0.0005^(1/50)
    assertThat(once.statistics().orElseThrow().effect()).startsWith("a leak of 12.9 %");
    assertThat(after.statistics().orElseThrow().effect()).startsWith("a leak of 14.1 %");
  }

  @Test
  void otherClaims_areForgivenAlike() {
    Result result =
        claimed.judge(
            lost()
                .phase("sample", "claim=told", "after=loss")
                .served(1, "dear")
                .pause(1_000)
                .ended(50, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  private static Story lost() {
    return Story.of("cheap@east", "dear@north")
        .phase("loss", "role=transition")
        .served(5, "cheap")
        .fault("killed", "east")
        .served(5, "dear");
  }

  private static Story back() {
    return lost().phase("return", "role=transition").heal("east");
  }
}
