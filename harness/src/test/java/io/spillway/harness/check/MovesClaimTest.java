package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class MovesClaimTest {

  private static final String[] LOSS = {
    "claim=moves", "because=fault", "target=east", "by=site", "to=north"
  };
  private static final String[] RETURN = {
    "claim=moves", "because=heal", "target=east", "by=site", "to=east"
  };

  private final Claimed claimed =
      Claimed.with("failover-limit-seconds=1", "recovery-limit-seconds=2");

  @Test
  void traffic_thatMovesWithinTheLimit_passes() {
    Result result =
        claimed.judge(loss().ended(40, Outcome.RESET).served(20, "cheap").served(100, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("at north in 0.59 s (limit 1 s) · 60 wrong till then");
    assertThat(result.drawings()).hasSize(1);
  }

  @Test
  void failure_laterThanTheLimit_fails() {
    Result result = claimed.judge(loss().served(101, "dear").ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("loss: north not reached for good (limit 1 s)");
    assertThat(result.reason())
        .contains(
            "1 connection not served by north after east was killed, the last 1.01 s after it; the"
                + " limit is 1 s. Of those past it: 1 refused.");
  }

  @Test
  void failure_atTheLimit_passes() {
    Result result =
        claimed.judge(loss().served(100, "dear").ended(1, Outcome.REFUSED).served(1, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void service_elsewhereLaterThanTheLimit_fails() {
    Result result = claimed.judge(loss().served(102, "cheap"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("Of those past it: 1 at east.");
    assertThat(result.figure())
        .isEqualTo("loss: north not reached for good (limit 1 s) · 102 wrong");
  }

  @Test
  void lateFailure_besideTheHarnesssOwnTrouble_isInconclusive() {
    Result result =
        claimed.judge(loss().served(101, "dear").trouble("ports").ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void failure_beforeTheFault_fails() {
    Result result =
        claimed.judge(
            story()
                .phase("loss", LOSS)
                .served(10, "cheap")
                .ended(1, Outcome.RESET)
                .fault("killed", "east")
                .served(100, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("1 connection in the phase loss not served before the fault");
  }

  @Test
  void failure_beforeTheFault_isExcusedWithinTheLimitOfAnEarlierFault() {
    Story soon = story().phase("earlier").fault("killed", "south").served(1, "cheap");
    Story late = story().phase("earlier").fault("killed", "south").served(1, "cheap");

    assertThat(claimed.judge(failingBeforeTheLoss(soon, 890)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(claimed.judge(failingBeforeTheLoss(late, 891)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void failure_beforeTheFault_isExcusedWithinTheLimitOfAnEarlierReturn() {
    Story soon = story().phase("earlier").fault("killed", "south").served(1, "cheap").heal("south");
    Story late = story().phase("earlier").fault("killed", "south").served(1, "cheap").heal("south");

    assertThat(claimed.judge(failingBeforeTheLoss(soon, 1_900)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(claimed.judge(failingBeforeTheLoss(late, 1_901)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void move_withNothingToMove_isInconclusive() {
    Result result =
        claimed.judge(
            story()
                .phase("loss", LOSS)
                .served(10, "dear")
                .fault("killed", "east")
                .served(100, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("so there was no traffic to move");
  }

  @Test
  void phase_thatEndsBeforeTheMoveAndTheLimit_isInconclusive() {
    Result result = claimed.judge(loss().served(5, "dear").ended(10, Outcome.RESET));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("ended before the limit of 1 s and before north served");
  }

  @Test
  void fault_thatNobodySaw_isInconclusive() {
    Result result =
        claimed.judge(
            story()
                .phase("loss", LOSS)
                .served(10, "cheap")
                .fault("killed", "east")
                .unobserved()
                .served(100, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("a fault that is not proven did not happen");
  }

  @Test
  void phase_withoutItsFault_isInconclusive() {
    Result result =
        claimed.judge(
            story()
                .phase("loss", LOSS)
                .served(10, "cheap")
                .fault("killed", "north")
                .served(100, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("east was not failed in the phase loss.");
  }

  @Test
  void indeterminateAttempt_laterThanTheLimit_isInconclusive() {
    Result result =
        claimed.judge(loss().served(101, "dear").ended(1, Outcome.INDETERMINATE).served(1, "dear"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void return_isCountedFromTheMomentAtWhichTheTargetAnsweredAgain() {
    Result within = claimed.judge(back().served(200, "dear").served(10, "cheap"));
    Result tooLate = claimed.judge(back().served(202, "dear").served(10, "cheap"));

    assertThat(within.verdict()).isEqualTo(Verdict.PASS);
    assertThat(within.figure()).startsWith("at east in 1.99 s (limit 2 s)");
    assertThat(tooLate.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(tooLate.reason()).contains("not served by east after the return of east");
  }

  @Test
  void return_thatNobodySaw_isCountedFromTheHealing() {
    Result result =
        claimed.judge(
            story()
                .phase("fault")
                .fault("cut", "east")
                .phase("return", RETURN)
                .served(5, "dear")
                .healUnseen("east")
                .served(202, "dear")
                .served(10, "cheap"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void service_byOneWhoseTurnItIsNot_failsAtAnyTime() {
    String[] among = {
      "claim=moves", "because=fault", "target=east", "by=site", "to=north", "among=east north"
    };
    Story inTurn =
        Story.of("cheap@east", "dear@north", "third@south")
            .phase("loss", among)
            .served(10, "cheap")
            .fault("killed", "east");
    Story outOfTurn =
        Story.of("cheap@east", "dear@north", "third@south")
            .phase("loss", among)
            .served(10, "cheap")
            .fault("killed", "east");

    assertThat(claimed.judge(inTurn.served(1, "cheap").served(9, "dear")).verdict())
        .isEqualTo(Verdict.PASS);
    Result result = claimed.judge(outOfTurn.served(1, "third").served(9, "dear"));
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection in the phase loss served by south, whose turn it was not.");
    assertThat(result.evidence())
        .anySatisfy(
            evidence -> assertThat(evidence.expected()).isEqualTo("served by east and north only"));
  }

  @Test
  void phase_ofAnUnknownCause_isAnError() {
    Result result =
        claimed.judge(
            story()
                .phase("loss", "claim=moves", "because=boredom", "target=east", "by=site", "to=x")
                .served(1, "cheap"));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("moves traffic because of boredom");
  }

  @Test
  void lateAttempt_afterTheUndelayedPathWasSeen_mayHaveBeenHeldUp() {
    Result seen =
        claimed.judge(healedPath().takes(299).served(1, "cheap").takes(300).served(250, "cheap"));
    Result neverSeen = claimed.judge(healedPath().takes(300).served(250, "cheap"));
    Result seenTooLate =
        claimed.judge(healedPath().takes(300).served(202, "cheap").takes(299).served(9, "cheap"));

    assertThat(seen.verdict()).isEqualTo(Verdict.PASS);
    assertThat(seen.figure()).isEqualTo("at cheap in 0.00 s (limit 2 s) · 0 wrong till then");
    assertThat(neverSeen.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(neverSeen.reason()).contains("at dear");
    assertThat(seenTooLate.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void failure_afterTheUndelayedPathWasSeen_isNotExcused() {
    Result result =
        claimed.judge(
            healedPath()
                .takes(299)
                .served(202, "cheap")
                .ended(1, Outcome.RESET)
                .served(9, "cheap"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("Of those past it: 1 reset");
  }

  private static Story healedPath() {
    return story()
        .phase("fault")
        .fault("cut", "west/to-middle")
        .phase(
            "return",
            "claim=moves",
            "because=heal",
            "target=west/to-middle",
            "by=path",
            "to=cheap",
            "delayed=dear",
            "undelayed=cheap",
            "delay-millis=300")
        .takes(300)
        .served(5, "cheap")
        .heal("west/to-middle");
  }

  private static Story story() {
    return Story.of("cheap@east", "dear@north");
  }

  private static Story loss() {
    return story().phase("loss", LOSS).served(10, "cheap").fault("killed", "east");
  }

  /** A loss, before which a connection fails 100 ms and so many more after the phase began. */
  private static Story failingBeforeTheLoss(Story earlier, long pauseMillis) {
    return earlier
        .phase("loss", LOSS)
        .served(10, "cheap")
        .pause(pauseMillis)
        .ended(1, Outcome.RESET)
        .fault("killed", "east")
        .served(100, "dear");
  }

  private static Story back() {
    return story()
        .phase("fault")
        .fault("killed", "east")
        .phase("return", RETURN)
        .served(5, "dear")
        .heal("east");
  }
}
