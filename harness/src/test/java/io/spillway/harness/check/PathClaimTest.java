package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class PathClaimTest {

  private static final String[] CHEAP = on("cheap");
  private static final String[] DEAR = on("dear");

  private final Claimed claimed = Claimed.with("attempts=300", "late-share=0.05");

  @Test
  void undelayedPath_servedSoonerThanTheDelay_passes() {
    Result result = claimed.judge(story(CHEAP).takes(299).served(300, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("0 of 300 as late as over dear · a share of ");
    assertThat(result.statistics()).hasValueSatisfying(s -> assertThat(s.alpha()).isEqualTo(1e-7));
    assertThat(result.statistics().orElseThrow().interval())
        .hasValueSatisfying(interval -> assertThat(interval.low()).isZero());
  }

  @Test
  void undelayedPath_whereFewAreLate_passesAndManyFail() {
    int most = 0;
    while (late(most + 1).verdict() == Verdict.PASS) {
      most++;
    }

    assertThat(most).as("late connections of 300 that 5 % may be").isBetween(30, 45);
    assertThat(late(most + 1).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(ClaimPlan.tooManyLate(claimed.question())).hasValue(most + 1);
    assertThat(late(300).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(late(300).reason())
        .contains(
            "300 of 300 connections in the phase steady not served before 300 ms: they took the"
                + " path dear and not cheap, which was there.");
  }

  @Test
  void lateConnections_besideTheHarnesssOwnTrouble_areInconclusive() {
    Result result =
        claimed.judge(story(CHEAP).takes(300).trouble("starved").served(300, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void undelayedPath_withAFailure_fails() {
    Result result =
        claimed.judge(story(CHEAP).served(300, "backend").ended(1, Outcome.CLOSED_EMPTY));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("1 of 301 attempts in the phase steady not served");
  }

  @Test
  void undelayedPath_withTooFewConnectionsToTell_isInconclusive() {
    Result result = claimed.judge(story(CHEAP).served(5, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("too few to tell any share from 5 %");
  }

  @Test
  void delayedPath_servedNoSoonerThanTheDelay_passes() {
    Result result = claimed.judge(story(DEAR).takes(300).served(300, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("300 served over the path dear, 0 too early");
  }

  @Test
  void delayedPath_servedSooner_showsThatTheDelayDoesNotAct() {
    Result result =
        claimed.judge(
            story(DEAR).takes(300).served(300, "backend").takes(299).served(1, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("so the delay did not act");
  }

  @Test
  void delayedPath_withoutService_fails() {
    Result result = claimed.judge(story(DEAR).ended(300, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void indeterminateAttempt_isInconclusive() {
    Result result =
        claimed.judge(story(CHEAP).served(300, "backend").ended(1, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void path_thatThereIsNot_isAnError() {
    Result result = claimed.judge(story(on("scenic")).served(300, "backend"));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("claims the path scenic");
  }

  private Result late(int connections) {
    return claimed.judge(
        story(CHEAP)
            .served(300 - connections, "backend")
            .takes(300)
            .served(connections, "backend"));
  }

  private static Story story(String... phase) {
    return Story.of("backend@east").phase("steady", phase);
  }

  private static String[] on(String path) {
    return new String[] {
      "claim=path", "by=path", "to=" + path, "delayed=dear", "undelayed=cheap", "delay-millis=300"
    };
  }
}
